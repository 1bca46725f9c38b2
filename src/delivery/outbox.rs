//! The office that letters and issues leave from.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, atomic::AtomicBool},
};

use crate::{clock::Clock, db::Db, mail::Mailer, render::Renderer, subscribers::Links, vault::Vault};

use super::{Bell, Postmen, WhenUncertain, editions::Shelf, postmen};

/// What mails say of the site.
#[derive(Debug, Clone, Default)]
pub struct SiteWords {
    /// By language.
    pub names: BTreeMap<String, String>,
    pub postal_address: String,
}

/// What an office needs.
pub struct OutboxParts {
    pub db: Db,
    pub clock: Clock,
    pub vault: Vault,
    pub renderer: Renderer,
    pub links: Links,
    pub mailer: Mailer,
    pub site: SiteWords,
    /// Postmen, each with a connection of their own.
    pub connections: usize,
    pub when_uncertain: WhenUncertain,
}

/// What all postmen share.
pub(super) struct Office {
    parts: OutboxParts,
    pub shelf: Shelf,
    pub bell: Bell,
}

impl Deref for Office {
    type Target = OutboxParts;

    fn deref(&self) -> &OutboxParts {
        &self.parts
    }
}

/// The office that letters and issues leave from. Clones are one office.
#[derive(Clone)]
pub struct Outbox(Arc<Office>);

impl Outbox {
    pub fn new(parts: OutboxParts) -> Outbox {
        Outbox(Arc::new(Office { parts, shelf: Shelf::default(), bell: Bell::default() }))
    }

    /// Wakes the postmen of this process: to be called once a letter is committed.
    pub fn ring(&self) {
        self.0.bell.ring();
    }

    /// Sets the postmen to work, until [`Postmen::stop`].
    pub fn start(&self) -> Postmen {
        Postmen::start(Arc::clone(&self.0))
    }

    /// Does all that is due at this moment, then returns: the postman of tests, of `demo` and of `--wait`. Another
    /// worker may be at it, too.
    pub fn deliver_due(&self) -> anyhow::Result<()> {
        postmen::deliver_due(&self.0, &AtomicBool::new(false))
    }

    /// Like [`Outbox::deliver_due`], and stops when it is told to.
    pub fn deliver_due_until(&self, stop: &AtomicBool) -> anyhow::Result<()> {
        postmen::deliver_due(&self.0, stop)
    }
}
