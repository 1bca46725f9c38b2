//! Faults that take minutes, done to the real program: it is killed, its database or its name server goes away, its disk
//! is full, its power fails, and what the mail server was given is counted. `./check --faults` runs this, `cargo test`
//! alone does not.
//!
//! The truth is what the [`sink`] has written down, never what Hudhud says of itself. Both are compared, and each test
//! prints what it did and saw.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod campaign;
mod confirming;
mod database;
mod disk;
mod feeds;
mod figures;
mod floods;
mod frail_disk;
mod http;
mod imports;
mod killed;
mod large;
mod locked;
mod mailbox;
mod migrating;
mod moments;
mod name_server;
mod names;
mod overtaking;
mod postgres;
mod power;
mod process;
mod rates;
mod restarted;
mod rotation;
mod sink;
mod small_disk;
mod stopped;
mod watch;
