//! Messages: from the row of a letter or of a delivery to the bytes that go.

pub mod editions;
pub mod holes;
pub mod issue_message;
pub mod letter_message;
pub mod message;
