//! Pages and mails from templates: one Tera engine for both.
//!
//! Templates are embedded, and files of `{data_dir}/templates` lie over them. They see what they are given and
//! nothing else: the engine knows no environment, no file and no setting. What ends in `.html` is escaped.

mod address;
mod assets;
#[cfg(test)]
mod contrast;
mod functions;
mod mail;
#[cfg(test)]
mod parts;
mod renderer;
mod sentence;
mod sources;
#[cfg(test)]
mod spoken;
#[cfg(test)]
mod traps;

pub use assets::{Asset, asset};
pub use mail::RenderedMail;
pub use renderer::Renderer;
