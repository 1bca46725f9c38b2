//! Where articles come from: other people's feeds are fetched, read, and their entries paired.

pub mod feed;
pub mod fetch;
pub mod page;
pub mod pair;
mod problem;
mod tags;

pub use problem::Problem;
