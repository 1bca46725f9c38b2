//! The shapes of all URLs that letters and issues carry, and reading back the tokens in them.

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};
use url::Url;

use crate::{
    db::PublicId,
    i18n::Language,
    subscribers::{
        Subscriber,
        token::{Claim, Purpose},
    },
    vault::Vault,
};

/// How long a confirm link lives.
pub const CONFIRM_LIFE: TimeDelta = TimeDelta::days(7);
/// How long a link to all of the preferences, or to sign in, lives.
pub const FRESH_LIFE: TimeDelta = TimeDelta::minutes(30);

/// Makes and reads links. Their origin is the configured base URL, never a request's Host header.
#[derive(Clone)]
pub struct Links {
    base: Arc<str>,
    vault: Vault,
}

/// Why a link does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkError {
    /// Garbled, forged, or made for something else: nothing is there.
    Unknown,
    /// Ours, but its time is over.
    Expired,
}

impl Links {
    /// Links below this URL, with tokens made by this vault.
    pub fn new(base_url: &Url, vault: Vault) -> Links {
        Links { base: base_url.as_str().trim_end_matches('/').into(), vault }
    }

    /// Scheme, host and port, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.base
    }

    /// The absolute URL of a path of ours, which begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Where a signup is confirmed or declined.
    pub fn confirm(&self, language: &Language, signup: &PublicId, now: NaiveDateTime) -> String {
        self.path(language, "confirm", &self.token(Purpose::Confirm, signup, 0, Some(now + CONFIRM_LIFE)))
    }

    /// Where a new address is confirmed.
    pub fn change_address(&self, language: &Language, change: &PublicId, now: NaiveDateTime) -> String {
        self.path(
            language,
            "confirm",
            &self.token(Purpose::ChangeAddress, change, 0, Some(now + CONFIRM_LIFE)),
        )
    }

    /// A subscriber's preferences, as every mail links to them.
    pub fn preferences(&self, language: &Language, subscriber: &Subscriber) -> String {
        self.path(language, "preferences", &self.preferences_token(subscriber))
    }

    /// All of a subscriber's preferences, for half an hour.
    pub fn fresh_preferences(
        &self,
        language: &Language,
        subscriber: &Subscriber,
        now: NaiveDateTime,
    ) -> String {
        let generation = subscriber.link_generation;
        let token =
            self.token(Purpose::FreshPreferences, &subscriber.public_id, generation, Some(now + FRESH_LIFE));
        self.path(language, "preferences", &token)
    }

    /// Where a subscriber leaves, by button or by one click (RFC 8058).
    pub fn leave(&self, language: &Language, subscriber: &Subscriber) -> String {
        self.path(language, "leave", &self.leave_token(subscriber))
    }

    /// [`Links::preferences`] with a token that is made already.
    pub fn to_preferences(&self, language: &Language, token: &str) -> String {
        self.path(language, "preferences", token)
    }

    /// [`Links::leave`] with a token that is made already.
    pub fn to_leave(&self, language: &Language, token: &str) -> String {
        self.path(language, "leave", token)
    }

    /// The token of `preferences`.
    pub fn preferences_token(&self, subscriber: &Subscriber) -> String {
        self.token(Purpose::Preferences, &subscriber.public_id, subscriber.link_generation, None)
    }

    /// The token of `leave`.
    pub fn leave_token(&self, subscriber: &Subscriber) -> String {
        self.token(Purpose::Leave, &subscriber.public_id, subscriber.link_generation, None)
    }

    /// "Send me my link".
    pub fn link(&self, language: &Language) -> String {
        self.absolute(&format!("/{}/link", language.as_str()))
    }

    /// An issue on the web, without anybody's links.
    pub fn issue(&self, language: &Language, slug: &str) -> String {
        self.absolute(&format!("/{}/issues/{}", language.as_str(), encoded(slug)))
    }

    /// An article's page.
    pub fn article(&self, language: &Language, slug: &str) -> String {
        self.absolute(&format!("/{}/articles/{}", language.as_str(), encoded(slug)))
    }

    /// Where an admin signs in, once.
    pub fn sign_in(&self, link: &PublicId, now: NaiveDateTime) -> String {
        let token = self.token(Purpose::SignIn, link, 0, Some(now + FRESH_LIFE));
        self.absolute(&format!("/admin/sign-in/{token}"))
    }

    /// What a token of one of these purposes claims. The caller still compares the generation with the row's.
    pub fn read(&self, purposes: &[Purpose], token: &str, now: NaiveDateTime) -> Result<Claim, LinkError> {
        let claim = Claim::read(&self.vault, token).ok_or(LinkError::Unknown)?;
        match purposes.contains(&claim.purpose) {
            false => Err(LinkError::Unknown),
            true if claim.is_expired(now) => Err(LinkError::Expired),
            true => Ok(claim),
        }
    }

    /// Whose expired link this is, for the friendly page that offers a new one.
    pub fn read_expired(&self, purpose: Purpose, token: &str) -> Option<Claim> {
        Claim::read(&self.vault, token).filter(|claim| claim.purpose == purpose)
    }

    fn token(
        &self,
        purpose: Purpose,
        id: &PublicId,
        generation: i32,
        expires_at: Option<NaiveDateTime>,
    ) -> String {
        let generation = u16::try_from(generation).unwrap_or(u16::MAX);
        Claim { purpose, id: id.clone(), generation, expires_at }.token(&self.vault)
    }

    fn path(&self, language: &Language, page: &str, token: &str) -> String {
        self.absolute(&format!("/{}/{page}/{token}", language.as_str()))
    }
}

/// A slug as one segment of a path.
fn encoded(slug: &str) -> percent_encoding::PercentEncode<'_> {
    const SEGMENT: percent_encoding::AsciiSet =
        percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(slug, &SEGMENT)
}
