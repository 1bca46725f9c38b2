//! `hudhud topic`

mod names;

use std::collections::BTreeMap;

use anyhow::anyhow;

use self::names::Names;
use super::{Cli, Misuse};
use crate::access::{Actor, audit};
use crate::i18n::Catalogue;
use crate::people::TopicWanted;
use crate::subscribers::topics::{self, Topic};

/// What people may choose to hear about
#[derive(clap::Args)]
pub(super) struct Topics {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Adds a topic with its name in every language of the site
    #[command(after_help = "Example:\n  hudhud topic add rights --name en=Rights --name ar=حقوق")]
    Add {
        /// Small Latin letters, digits and hyphens
        slug: String,
        #[command(flatten)]
        names: Names,
    },
    /// Lists all topics
    #[command(after_help = "Example:\n  hudhud topic list")]
    List,
}

impl Topics {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        match &self.what {
            What::Add { slug, names } => add(cli, slug, &names.0),
            What::List => list(cli),
        }
    }
}

fn add(cli: &Cli, slug: &str, names: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let app = cli.open()?;
    let wanted = TopicWanted { slug: slug.to_owned(), names: names.clone() };
    if let Err(mistakes) = wanted.check(&app.catalogue) {
        let fields: Vec<_> = mistakes.iter().map(|(field, _)| field).collect();
        return Err(Misuse(reason(&app.catalogue, fields.first().copied())).into());
    }
    let now = app.clock.now();
    let added = app.db.write_blocking(move |conn| -> anyhow::Result<Topic> {
        let added = topics::add(conn, &wanted.slug, &wanted.names, now)?
            .ok_or_else(|| anyhow!("there is a topic of this name already"))?;
        audit::append(conn, &Actor::Command, "topic.add", &added.slug, "", now)?;
        Ok(added)
    })?;
    cli.print(&added, || format!("Added {}.", added.slug))
}

fn reason(catalogue: &Catalogue, field: Option<&str>) -> String {
    match field {
        Some("slug") => "a slug is 1 to 64 small Latin letters, digits or hyphens".to_owned(),
        _ => {
            let wanted: Vec<_> = catalogue.languages().iter().map(|tag| format!("--{tag} NAME")).collect();
            format!("a topic needs a name in every language of the site: {}", wanted.join(" "))
        }
    }
}

fn list(cli: &Cli) -> anyhow::Result<()> {
    let app = cli.open()?;
    let known = app.db.read_blocking(topics::list)?;
    cli.print_items(&known, |topic| {
        let names: Vec<_> = topic.names.values().map(String::as_str).collect();
        format!("{}  {}", topic.slug, names.join("  "))
    })
}
