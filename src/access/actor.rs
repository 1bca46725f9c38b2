//! Who did something, as the audit and an issue's edits name them.

use std::fmt;

use crate::db::PublicId;

/// An admin, a program by its token, somebody at the command line, or Hudhud by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Admin(PublicId),
    Token(PublicId),
    Command,
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Admin(id) => write!(f, "admin:{id}"),
            Actor::Token(id) => write!(f, "token:{id}"),
            Actor::Command => f.write_str("command"),
            Actor::System => f.write_str("system"),
        }
    }
}
