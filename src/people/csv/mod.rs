//! Lists of people as CSV files: whatever a spreadsheet makes of them on the way in, plain and harmless on the way out.

mod cells;
mod columns;
mod encoding;
mod leash;
mod separator;

pub use cells::{guarded, unguarded};
pub use columns::{Column, Columns};
pub use encoding::{Encoding, decoded};
pub use leash::Leash;
pub use separator::separator;

/// What is wrong with a whole file, so that none of its rows is read.
#[derive(Debug, thiserror::Error)]
pub enum NotACsvFile {
    #[error("this is a ZIP file, perhaps a spreadsheet: save it as CSV first")]
    Zip,
    #[error("this is no text: it contains NUL characters")]
    Binary,
    #[error("the file is empty")]
    Empty,
}
