//! Dispatches: issues on their way. Who gets one is counted once, what becomes of it is counted as it happens, and when
//! too much goes wrong it pauses by itself.

pub mod again;
pub mod breaker;
pub mod dispatch;
pub mod freeze;
pub mod freeze_native;
pub mod outlook;
pub mod progress;
pub mod results;
pub mod tally;
pub mod tally_native;
