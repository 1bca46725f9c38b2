//! What a person reads: languages, sentences, plurals, dates and numbers.
//!
//! A language is a folder of sentences, `locales/<language>/*.ftl`, and an entry in the settings. Folders are
//! embedded, and those of `{data_dir}/locales` lie over them, so a language needs no new binary. How a language
//! names itself, which way it runs and how it writes numbers are sentences of its own folder too.

mod args;
mod catalogue;
#[cfg(test)]
mod complete;
mod formats;
mod gaps;
mod language;
pub mod marks;
mod negotiate;
mod sentences;
mod tongue;

pub use args::{Arg, Args};
pub use catalogue::{Catalogue, UnknownSentence, WrongLanguages};
pub use gaps::gaps;
pub use language::{Direction, Language, NotALanguage};
pub use tongue::Form;
