//! The harness: the real server on a free port, a database of its own for each test, a mail server that speaks
//! SMTP, and a clock that the test moves. The test is the postman.

pub mod browser;
pub mod dns;
pub mod imap;
pub mod smtp;

mod admin;
mod answer;
mod app;
mod database;
mod mail;

pub use admin::Admin;
pub use answer::Answer;
pub use app::{TestApp, TestAppBuilder};
pub use database::Database;
pub use mail::Mail;

use chrono::NaiveDateTime;

/// The moment at which every test begins.
pub fn start_of_time() -> NaiveDateTime {
    chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap().naive_utc()
}

/// A part of the tests cannot run here. `./check` installs everything, so there it is a failure.
pub fn cannot_run(what: &str) {
    assert!(std::env::var_os("CHECK_ALL").is_none(), "{what}");
    eprintln!("NOT RUN: {what}");
}
