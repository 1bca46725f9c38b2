//! The product through its front door, on SQLite, or with `TEST_DATABASE_URL` on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics, and may read its environment"
)]

mod access;
mod articles;
mod binary;
mod board;
mod bounces;
mod browser;
mod commands;
mod db;
mod delivery;
mod health;
mod home;
mod issues;
mod mail;
mod mailbox;
mod people;
mod preferences;
mod signup;
mod sources;
mod support;
