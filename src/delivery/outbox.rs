//! The office that letters and issues leave from.

use std::{collections::BTreeMap, ops::Deref, sync::Arc};

use crate::{
    clock::Clock,
    db::Db,
    i18n::Language,
    mail::{Mailer, Relay},
    render::Renderer,
    subscribers::Links,
    vault::Vault,
};

use super::{Bell, Postmen, WhenUncertain, messages::editions::Shelf, postmen};

/// Who publishes here, as pages and mails say it.
#[derive(Debug, Clone, Default)]
pub struct SiteWords {
    /// By language.
    pub names: BTreeMap<String, String>,
    pub postal_address: String,
}

impl SiteWords {
    /// The site's name in a language, else in another; a site that has none yet is called after the product.
    pub fn name(&self, language: &Language) -> &str {
        let name = self.names.get(language.as_str()).or_else(|| self.names.values().next());
        name.map_or("Hudhud", String::as_str)
    }
}

/// What an office needs.
pub struct OutboxParts {
    pub db: Db,
    pub clock: Clock,
    pub vault: Vault,
    pub renderer: Renderer,
    pub links: Links,
    pub mailer: Mailer,
    pub site: Arc<SiteWords>,
    /// Postmen, each with a connection of their own.
    pub connections: usize,
    pub when_uncertain: WhenUncertain,
    pub limits: Limits,
    pub domains: DomainLimits,
}

/// What the owner lets issues take over all workers; letters go in any case.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Messages a second; 0 is no limit.
    pub a_second: u32,
    /// Messages of the first, the second, … day of sending; no limit behind them.
    pub warm_up: Vec<u32>,
}

impl Limits {
    /// Whether there is any.
    pub fn are_set(&self) -> bool {
        self.a_second > 0 || !self.warm_up.is_empty()
    }
}

/// What the owner lets issues take to the domain of one recipient; 0 is no limit.
#[derive(Debug, Clone, Copy, Default)]
pub struct DomainLimits {
    /// Messages a minute, over all workers.
    pub a_minute: u32,
    /// Messages on their way at once from one process.
    pub connections: usize,
}

/// What all postmen share.
pub(super) struct Office {
    parts: OutboxParts,
    pub shelf: Shelf,
    pub bell: Bell,
    /// Rung when a postman has nothing left to bring: an issue may be over.
    pub leisure: Bell,
}

impl Office {
    /// What the relays are called, in their order.
    pub fn relay_names(&self) -> Vec<String> {
        self.mailer.relays().iter().map(Relay::name).collect()
    }
}

impl Deref for Office {
    type Target = OutboxParts;

    fn deref(&self) -> &OutboxParts {
        &self.parts
    }
}

/// The office that letters and issues leave from. Clones are one office.
#[derive(Clone)]
pub struct Outbox(pub(super) Arc<Office>);

impl Outbox {
    /// An office that nobody works in yet.
    pub fn new(parts: OutboxParts) -> Outbox {
        Outbox(Arc::new(Office {
            parts,
            shelf: Shelf::default(),
            bell: Bell::default(),
            leisure: Bell::default(),
        }))
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
        postmen::deliver_due(&self.0)
    }
}
