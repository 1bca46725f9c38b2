//! Who may enter the console and the API, what they did, and what they must be told.

mod actor;
mod bearer;
mod console;
mod cookie;
mod flash;
mod guard;
mod role;
mod scope;
mod screen;
mod secret;
mod session;

pub mod admins;
pub mod api_tokens;
pub mod audit;
mod audit_native;
pub mod sessions;
pub mod sign_in_links;

pub use actor::Actor;
pub use admins::enabled_admins;
pub use bearer::Bearer;
pub use console::{console, console_with};
pub use flash::Flash;
pub use guard::guard;
pub use role::Role;
pub use scope::Scope;
pub use screen::Screen;
pub use session::Session;
