//! Who may enter the console and the API.

mod audit;
mod doors;
mod held;
mod notices;
mod owners;
mod signing_in;
