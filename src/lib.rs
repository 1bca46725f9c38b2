//! Hudhud gathers the people of a small movement and writes to them, in two languages.
//!
//! `ARCHITECTURE.md` is the map. A folder is a capability; rows of its import table point downwards only.

pub mod cli;

pub mod server;
pub mod worker;

pub mod admin;
pub mod articles;
pub mod bounces;
pub mod home;
pub mod issues;
pub mod mailbox;
pub mod people;
pub mod preferences;
pub mod signup;
pub mod sources;

pub mod access;
pub mod app;
pub mod delivery;
pub mod mail;
pub mod subscribers;
pub mod web;

pub mod db;
pub mod i18n;
pub mod render;
pub mod vault;

pub mod clock;
pub mod config;
pub mod telemetry;

/// Frees without a lock what another thread allocated: signups are sealed on one thread and written on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
