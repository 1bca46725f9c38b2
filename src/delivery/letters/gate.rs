//! To whom a letter may go. It is decided when the letter is sent, not when it is written.

use std::str::FromStr;

/// A letter's gate. The capability that writes a letter picks one and needs to know nothing of the address: the row is
/// written in the same way for every address, so its time and its answer tell nothing, and the postman decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Someone who asks to join: not if suppressed or declined, not too often; who is on the list already gets the
    /// letter `already_with_us` instead.
    Newcomer,
    /// Someone who asks for their link: only if there is a subscriber with this address, and not too often. The letter
    /// gets a fresh link.
    OnTheList,
    /// A letter to a reader: skipped once they left or are suppressed.
    Reader,
    /// A letter that always goes: a goodbye, an export, a link to sign in, a notice.
    Anybody,
}

impl Gate {
    const ALL: [Gate; 4] = [Gate::Newcomer, Gate::OnTheList, Gate::Reader, Gate::Anybody];

    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            Gate::Newcomer => "newcomer",
            Gate::OnTheList => "on_the_list",
            Gate::Reader => "reader",
            Gate::Anybody => "anybody",
        }
    }

    /// Whether strangers can make such letters go, so that their number for one address is limited.
    pub fn is_capped(self) -> bool {
        matches!(self, Gate::Newcomer | Gate::OnTheList)
    }
}

impl FromStr for Gate {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Gate::ALL
            .into_iter()
            .find(|gate| gate.as_str() == word)
            .ok_or_else(|| format!("no such gate: {word}"))
    }
}

crate::db::text_column!(Gate);
