//! Subscribers in the console, the API and the files.

mod api;
mod console;
mod files;
