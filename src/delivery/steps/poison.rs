//! A message that can't be made spoils itself and nobody else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{NaiveDateTime, TimeDelta};

use crate::vault::VaultError;

use super::{
    retry::{Next, Tried},
    settle::Outcome,
};

/// Why a message could not be made.
pub struct Poison {
    pub said: String,
    /// A key is missing, which is nobody's fault but ours, and may be mended.
    locked: bool,
}

impl Poison {
    /// What becomes of the message: it waits for a missing key, and is given up for any other reason.
    pub fn outcome(&self, tried: Tried, now: NaiveDateTime) -> Outcome {
        match self.locked {
            true => Outcome::of(Next::Release(TimeDelta::minutes(5)), tried, None, now),
            false => Outcome::poisoned(tried, now),
        }
    }
}

/// Makes a message; what panics, or fails, spoils that message alone.
pub fn guarded<T>(make: impl FnOnce() -> anyhow::Result<T>) -> Result<T, Poison> {
    match catch_unwind(AssertUnwindSafe(make)) {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(error)) => Err(Poison {
            locked: matches!(error.downcast_ref::<VaultError>(), Some(VaultError::UnknownKey(_))),
            said: format!("{error:#}"),
        }),
        Err(_) => Err(Poison { said: "panicked".to_owned(), locked: false }),
    }
}
