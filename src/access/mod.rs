//! Who may enter the console and the API, what they did, and what they must be told.

mod actor;
mod admins_page;
mod audit_check;
mod audit_page;
mod bearer;
mod console;
mod cookie;
mod flash;
mod guard;
mod jobs;
mod letters;
mod role;
mod scope;
mod screen;
mod secret;
mod session;
mod sign_in;
mod sign_in_requests;
mod tokens_page;

pub mod admins;
pub mod api_tokens;
pub mod audit;
mod audit_native;
mod audit_words;
pub mod notices;
pub mod replaced_native;
pub mod sessions;
pub mod sign_in_links;

use actix_web::web::ServiceConfig;

pub use actor::Actor;
pub use admins::enabled_admins;
pub use audit_check::{EVERY as READ_AUDIT_EVERY, read_through as read_audit_through};
pub use bearer::Bearer;
pub use console::{console, console_part, console_with};
pub use flash::Flash;
pub use guard::guard;
pub use jobs::{answer_sign_in_requests, forget, tell_admins};
pub use role::Role;
pub use scope::Scope;
pub use screen::Screen;
pub use session::Session;

/// The routes of signing in and of the owners' pages.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sign_in::routes)
        .configure(admins_page::routes)
        .configure(tokens_page::routes)
        .configure(audit_page::routes);
}
