//! What a handler, a job and a command can reach.

use std::sync::Arc;

use url::Url;

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    delivery::{DomainLimits, Intake, Limits, Outbox, OutboxParts, SiteWords},
    i18n::Catalogue,
    mail::Mailer,
    render::Renderer,
    subscribers::Links,
    telemetry,
    vault::Vault,
    web::{Countries, Limit, Streams, TrustedProxies, Web},
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
    /// The postmen's office: letters and issues on their way.
    pub outbox: Outbox,
    /// Where signups and their letters are written, many at once.
    pub intake: Intake,
    pub web: Web,
    /// How many signups, links and sign-ins one peer may ask for.
    pub asking: Limit,
    /// Who watches something that goes on.
    pub streams: Streams,
}

impl App {
    /// Opens database and keys, brings the tables up to date, and reads sentences and templates.
    ///
    /// # Errors
    /// Says which of the settings, the keys or the database is wrong.
    pub fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
        telemetry::metrics::count();
        let vault = Vault::open(&config.keys)?;
        let db = Db::open(&config.database_url)?;
        db.migrate()?;
        vault.check(&db, clock.now())?;
        if let Some(path) = vault.exposed_file() {
            tracing::warn!("Everybody on this machine can read the keys: chmod 600 {}", path.display());
        }
        let catalogue = Catalogue::load(&config.languages, Some(&config.data_dir.join("locales")))?;
        let renderer = Renderer::new(catalogue.clone(), Some(&config.data_dir.join("templates")))?;
        let base_url = base_url(&config)?;
        let links = Links::new(&base_url, vault.clone());
        let mailer = Mailer::from_config(&config, clock.clone())?;
        let site = Arc::new(SiteWords {
            names: config.site_names.clone(),
            postal_address: config.postal_address.clone(),
        });
        let web = Web {
            renderer: renderer.clone(),
            catalogue: catalogue.clone(),
            links: links.clone(),
            vault: vault.clone(),
            clock: clock.clone(),
            site: Arc::clone(&site),
            countries: Countries::new(&catalogue)?,
            base_url,
            trusted_proxies: TrustedProxies(config.trusted_proxies.clone().into()),
        };
        let outbox = Outbox::new(OutboxParts {
            db: db.clone(),
            clock: clock.clone(),
            vault: vault.clone(),
            renderer: renderer.clone(),
            links: links.clone(),
            mailer: mailer.clone(),
            site,
            connections: config.smtp_connections,
            when_uncertain: config.uncertain.into(),
            limits: Limits { a_second: config.send_rate, warm_up: config.warm_up.clone() },
            domains: DomainLimits { a_minute: config.domain_rate, connections: config.domain_connections },
        });
        let asking = Limit::per_hour(config.signups_per_peer, &clock);
        Ok(App {
            intake: Intake::new(db.clone()),
            db,
            clock,
            config: Arc::new(config),
            catalogue,
            renderer,
            vault,
            links,
            mailer,
            outbox,
            web,
            asking,
            streams: Streams::default(),
        })
    }
}

/// The configured origin, else the loopback address that is listened on.
fn base_url(config: &Config) -> anyhow::Result<Url> {
    match &config.base_url {
        Some(url) => Ok(url.clone()),
        None => Ok(Url::parse(&format!("http://localhost:{}", config.bind.port()))?),
    }
}
