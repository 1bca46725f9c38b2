//! What a program may do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The right to read; to write as well; to send as well. Each covers those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    Read,
    Write,
    Send,
}

/// What was given is none of the scopes.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scope is read, write or send")]
pub struct NotAScope;

impl Scope {
    /// All of them, as a form offers them.
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Write, Scope::Send];

    /// The word in the database, commands and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Send => "send",
        }
    }

    /// Whether this scope may do what `needed` may do.
    pub fn covers(self, needed: Scope) -> bool {
        self >= needed
    }
}

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(word: &str) -> Result<Self, NotAScope> {
        Scope::ALL.into_iter().find(|scope| scope.as_str() == word).ok_or(NotAScope)
    }
}

crate::db::text_column!(Scope);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_covers_those_below_it() {
        let check = |scope: Scope, covered: &[Scope]| {
            for needed in Scope::ALL {
                assert_eq!(scope.covers(needed), covered.contains(&needed), "{scope:?} {needed:?}");
            }
        };
        check(Scope::Send, &[Scope::Send, Scope::Write, Scope::Read]);
        check(Scope::Write, &[Scope::Write, Scope::Read]);
        check(Scope::Read, &[Scope::Read]);
    }
}
