//! What people agreed to: the exact words, by hash, with the page, the language and the times. Never an IP.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    clock,
    db::{
        Conn, execute_native,
        schema::{consent_texts, consents},
    },
    i18n::Language,
};

/// How a consent reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenBy {
    Signup,
    Import,
    /// A program.
    Api,
    /// An editor who added somebody by hand.
    Console,
}

impl GivenBy {
    fn as_str(self) -> &'static str {
        match self {
            GivenBy::Signup => "signup",
            GivenBy::Import => "import",
            GivenBy::Api => "api",
            GivenBy::Console => "console",
        }
    }
}

/// A consent to receive the newsletter.
pub struct NewConsent<'a> {
    pub subscriber_id: i64,
    pub given_by: GivenBy,
    /// The words that the person saw, or for an import the basis that was stated.
    pub text: &'a str,
    pub language: &'a Language,
    /// Path of the page where it was given.
    pub page: Option<&'a str>,
    pub asked_at: NaiveDateTime,
    pub confirmed_at: NaiveDateTime,
}

/// Keeps a consent.
pub fn record(conn: &mut Conn, consent: &NewConsent) -> QueryResult<()> {
    let text_id = text_id(conn, consent.text, consent.language, consent.confirmed_at)?;
    diesel::insert_into(consents::table)
        .values((
            consents::subscriber_id.eq(consent.subscriber_id),
            consents::purpose.eq("newsletter"),
            consents::given_by.eq(consent.given_by.as_str()),
            consents::consent_text_id.eq(text_id),
            consents::language.eq(consent.language),
            consents::page.eq(consent.page),
            consents::asked_at.eq(consent.asked_at),
            consents::confirmed_at.eq(consent.confirmed_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// A consent as its subscriber and the admins may read it.
#[derive(Debug, Clone, Queryable, serde::Serialize)]
pub struct Consent {
    pub given_by: String,
    pub text: String,
    pub language: Language,
    pub page: Option<String>,
    #[serde(serialize_with = "clock::zoned")]
    pub asked_at: NaiveDateTime,
    #[serde(serialize_with = "clock::zoned")]
    pub confirmed_at: NaiveDateTime,
}

/// Everything that a subscriber agreed to, oldest first.
pub fn list(conn: &mut Conn, subscriber_id: i64) -> QueryResult<Vec<Consent>> {
    consents::table
        .inner_join(consent_texts::table)
        .filter(consents::subscriber_id.eq(subscriber_id))
        .order(consents::id)
        .select((
            consents::given_by,
            consent_texts::text,
            consents::language,
            consents::page,
            consents::asked_at,
            consents::confirmed_at,
        ))
        .load(conn)
}

fn text_id(conn: &mut Conn, text: &str, language: &Language, now: NaiveDateTime) -> QueryResult<i64> {
    let hash = Sha256::digest(text.as_bytes()).to_vec();
    let row = (
        consent_texts::hash.eq(hash.clone()),
        consent_texts::language.eq(language.clone()),
        consent_texts::text.eq(text.to_owned()),
        consent_texts::created_at.eq(now),
    );
    execute_native(conn, diesel::insert_into(consent_texts::table).values(row).on_conflict_do_nothing())?;
    consent_texts::table.filter(consent_texts::hash.eq(hash)).select(consent_texts::id).first(conn)
}
