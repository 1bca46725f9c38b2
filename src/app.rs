//! What a handler, a job and a command can reach.

use std::sync::Arc;

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    i18n::Catalogue,
    mail::Mailer,
    render::Renderer,
    subscribers::Links,
    vault::Vault,
    web::{Limit, Web},
};

/// The whole application without its listener. Clones share everything.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
    pub catalogue: Catalogue,
    pub renderer: Renderer,
    pub vault: Vault,
    pub links: Links,
    pub mailer: Mailer,
    pub web: Web,
    /// How many signups, links and sign-ins one peer may ask for.
    pub asking: Limit,
}
