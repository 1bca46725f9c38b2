//! Who may enter the console and the API.

mod audit;
mod owners;
mod signing_in;
