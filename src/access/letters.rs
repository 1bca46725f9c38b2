//! Letters to admins: a link to sign in, and what they must know.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    access::{admins::Admin, sign_in_links},
    db::Conn,
    delivery::{self, Gate, Letter, NewLetter, Recipient},
    i18n::Args,
    subscribers::Links,
    vault::Vault,
};

/// A link that signs somebody in, once.
#[derive(Serialize)]
struct SignIn {
    url: String,
}

impl Letter for SignIn {
    const NAME: &'static str = "sign_in";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}

/// Something that needs a look.
#[derive(Debug, Serialize)]
pub(super) struct Notice {
    pub title: &'static str,
    pub text: &'static str,
    pub args: Args,
    /// Where to look.
    pub url: String,
}

impl Letter for Notice {
    const NAME: &'static str = "notice";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}

/// Mails somebody a new link to sign in.
pub(super) fn send_link(
    conn: &mut Conn,
    vault: &Vault,
    links: &Links,
    admin: &Admin,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let link = sign_in_links::make(conn, admin.id, now)?;
    let letter = SignIn { url: links.sign_in(&link, now) };
    write(conn, vault, &letter, admin, format!("sign_in:{link}"), now)
}

/// Puts a letter to an admin into the outbox, in their language.
pub(super) fn write<L: Letter>(
    conn: &mut Conn,
    vault: &Vault,
    letter: &L,
    admin: &Admin,
    cause: String,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
    let address = admin.email(vault).map_err(unreadable)?;
    let new = NewLetter { letter, language: &admin.language, to: Recipient::admin(&address), cause };
    delivery::enqueue(conn, vault, new, now)?;
    Ok(())
}
