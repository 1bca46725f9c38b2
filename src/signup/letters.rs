//! What we write to people who join.

use serde::Serialize;

use crate::delivery::{Gate, Letter};

/// Asks the owner of a mailbox whether they want to join. Says nothing that the visitor typed: it goes to people
/// who may never have asked for it.
#[derive(Serialize)]
pub struct ConfirmSignup {
    pub confirm_url: String,
}

impl Letter for ConfirmSignup {
    const NAME: &'static str = "confirm_signup";

    fn gate(&self) -> Gate {
        Gate::Newcomer
    }

    /// One click says "it wasn't me".
    fn one_click(&self) -> Option<&str> {
        Some(&self.confirm_url)
    }
}

/// Greets somebody who has confirmed.
#[derive(Serialize)]
pub struct Welcome {
    pub name: Option<String>,
    /// In words.
    pub reading: String,
    /// In words.
    pub cadence: String,
}

impl Letter for Welcome {
    const NAME: &'static str = "welcome";

    fn gate(&self) -> Gate {
        Gate::Reader
    }
}
