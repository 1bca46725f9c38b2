//! Where articles come from: other people's feeds are fetched, read, and their entries paired.

pub mod feed;
pub mod fetch;
mod problem;
mod tags;

pub use problem::Problem;
