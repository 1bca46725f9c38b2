//! Letters: what one person is told about their own subscription, from the row that causes them to the day on which
//! nothing is known of them any more.

pub mod decide;
pub mod forgetting;
pub mod gate;
pub mod intake;
pub mod letter;
pub mod letter_native;
pub mod retention;
pub mod stuck;
