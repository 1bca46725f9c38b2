//! What an admin may do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The right to read; to write and send as well; to admit others and erase people as well. Each covers those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Viewer,
    Editor,
    Owner,
}

/// What was given is none of the roles.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a role is owner, editor or viewer")]
pub struct NotARole;

impl Role {
    /// All of them, as a form offers them.
    pub const ALL: [Role; 3] = [Role::Owner, Role::Editor, Role::Viewer];

    /// The word in the database, commands and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Editor => "editor",
            Role::Owner => "owner",
        }
    }

    /// Whether this role may do what `needed` may do.
    pub fn covers(self, needed: Role) -> bool {
        self >= needed
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(word: &str) -> Result<Self, NotARole> {
        Role::ALL.into_iter().find(|role| role.as_str() == word).ok_or(NotARole)
    }
}

crate::db::text_column!(Role);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_covers_those_below_it() {
        let check = |role: Role, covered: &[Role]| {
            for needed in Role::ALL {
                assert_eq!(role.covers(needed), covered.contains(&needed), "{role:?} {needed:?}");
            }
        };
        check(Role::Owner, &[Role::Owner, Role::Editor, Role::Viewer]);
        check(Role::Editor, &[Role::Editor, Role::Viewer]);
        check(Role::Viewer, &[Role::Viewer]);
    }

    #[test]
    fn a_role_has_one_spelling() {
        assert_eq!("owner".parse(), Ok(Role::Owner));
        for word in ["Owner", "", "admin", "owner "] {
            assert_eq!(word.parse::<Role>(), Err(NotARole), "{word:?}");
        }
    }
}
