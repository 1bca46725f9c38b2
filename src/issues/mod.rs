//! An issue is drafted from new articles, edited, checked, approved, sent, and kept in the archive.

pub mod approval;
pub mod check;
pub mod draft;
pub mod edit;
pub mod edition;
pub mod preview;
pub mod restored;
pub mod retrying;
pub mod schedule;
pub mod sending;
pub mod store;
pub mod testing;
pub mod view;

pub mod api;
pub mod archive;
mod console;

mod bidi;
mod compose;
mod gather;
mod held_back;
mod missing;
mod piece;
mod progress;
mod prose;
mod refusal;
mod status;
mod tag;
mod valid;
mod words;

pub use draft::{Drafted, NothingNew, Wanted};
pub use edit::Edit;
pub use held_back::HeldBackView;
pub use missing::Missing;
pub use piece::{Piece, Translation};
pub use progress::{ProgressView, ReplyView, progress_of};
pub use refusal::Refusal;
pub use retrying::RetriedView;
pub use sending::SentView;
pub use status::Status;
pub use store::Issue;
pub use tag::{Reach, StatusTag};
pub use view::IssueView;
pub use words::{Texts, Words, WordsChange};

use actix_web::web::ServiceConfig;

/// Console, API and archive.
pub fn routes(config: &mut ServiceConfig) {
    config.configure(console::routes).configure(api::routes).configure(archive::routes);
}
