//! `hudhud source`

use std::io::Read;

use anyhow::{Context, anyhow, bail};
use url::Url;

use super::{Cli, Misuse};
use crate::access::Actor;
use crate::app::App;
use crate::clock::Clock;
use crate::db::PublicId;
use crate::sources::fetch::Fetcher;
use crate::sources::store::{self, Source};
use crate::sources::{self, ReportView, SourceView, Tried};

/// No feed that we read is larger.
const MAX_BYTES: u64 = 5 << 20;

/// Where articles come from
#[derive(clap::Args)]
pub(super) struct Sources {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Shows what a feed would give, and stores nothing
    #[command(
        after_help = "Example:\n  hudhud source try https://alliance.example/ar/feed/\n  hudhud source try - < feed.xml"
    )]
    Try {
        /// A feed, a page that names one, or - for a feed from stdin
        url: String,
    },
    /// Adds a feed, or a page that names one
    #[command(after_help = "Example:\n  hudhud source add --language ar https://alliance.example/ar/feed/")]
    Add {
        /// The language of its articles
        #[arg(long)]
        language: String,
        url: String,
    },
    /// Lists all sources and how they fare
    #[command(after_help = "Example:\n  hudhud source list")]
    List,
    /// Takes a source away; its articles stay
    #[command(after_help = "Example:\n  hudhud source remove 3f9c")]
    Remove {
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Reads sources now: all, or those named
    #[command(after_help = "Example:\n  hudhud source fetch")]
    Fetch {
        #[arg(value_name = "ID")]
        ids: Vec<String>,
    },
}

impl Sources {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        match &self.what {
            What::Try { url } => try_source(cli, url),
            What::Add { language, url } => add(cli, language, url),
            What::List => list(cli),
            What::Remove { id } => remove(cli, id),
            What::Fetch { ids } => fetch(cli, ids),
        }
    }
}

/// Opens no database: only the settings are needed.
fn try_source(cli: &Cli, url: &str) -> anyhow::Result<()> {
    let (config, now) = (cli.config()?, Clock::system().now());
    let tried = if url == "-" {
        let mut body = Vec::new();
        std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut body).context("reading stdin")?;
        if body.len() as u64 > MAX_BYTES {
            bail!("a feed has at most {} MB", MAX_BYTES >> 20);
        }
        cli.wait_for(async { Ok(sources::look_at(body, now).await?) })?
    } else {
        let url = web_address(url)?;
        let fetcher = Fetcher::new(&config.allow_private_hosts)?;
        cli.wait_for(async { Ok(sources::look(&fetcher, &url, now).await?) })?
    };
    cli.print(&tried, || in_words(&tried))
}

fn in_words(tried: &Tried) -> String {
    let language = tried.language.as_deref().unwrap_or("no language named");
    let mut lines =
        vec![format!("{} ({}, {language}): {} entries", tried.title, tried.kind, tried.entries.len())];
    lines.extend(tried.entries.iter().map(|entry| {
        let day = entry.published.as_deref().map_or("undated   ", |time| &time[..10]);
        format!("{day}  {}", entry.title)
    }));
    lines.extend(tried.problems.iter().map(|problem| format!("Problem: {problem}")));
    lines.join("\n")
}

fn add(cli: &Cli, language: &str, url: &str) -> anyhow::Result<()> {
    let url = web_address(url)?;
    let app = cli.open()?;
    let language = app.catalogue.find(language).ok_or_else(|| {
        let known: Vec<_> = app.catalogue.languages().iter().map(|language| language.as_str()).collect();
        Misuse(format!("`{language}` is no language of this site; those are {}", known.join(", ")))
    })?;
    let now = app.clock.now();
    let added =
        app.db.write_blocking(move |conn| sources::add(conn, &url, &language, &Actor::Command, now))?;
    let source = added.ok_or_else(|| anyhow!("that is a source already"))?;
    cli.print(&SourceView::from(&source), || {
        format!("Added {}. It is read within the hour, or now by: hudhud source fetch {0}", source.public_id)
    })
}

fn list(cli: &Cli) -> anyhow::Result<()> {
    let app = cli.open()?;
    let sources: Vec<SourceView> = app.db.read_blocking(store::list)?.iter().map(SourceView::from).collect();
    cli.print_items(&sources, |source| {
        let read = source.fetched_at.as_deref().unwrap_or("never read");
        let problem = source.problem.as_ref().map(|problem| format!("  {problem}")).unwrap_or_default();
        format!("{}  {}  {read}  {}{problem}", source.id, source.language, source.url)
    })
}

fn remove(cli: &Cli, id: &String) -> anyhow::Result<()> {
    let app = cli.open()?;
    for source in wanted(&app, std::slice::from_ref(id))? {
        let (id, now) = (source.public_id.clone(), app.clock.now());
        app.db.write_blocking(move |conn| sources::remove(conn, &id, &Actor::Command, now))?;
        cli.print(&SourceView::from(&source), || format!("Removed {}; its articles stay.", source.url))?;
    }
    Ok(())
}

fn fetch(cli: &Cli, ids: &[String]) -> anyhow::Result<()> {
    let app = cli.open()?;
    let wanted = wanted(&app, ids)?;
    let reports = cli.wait_for(async {
        let mut reports = Vec::new();
        for source in wanted {
            reports.push(sources::read_now(&app, source).await?);
        }
        Ok(reports)
    })?;
    let views: Vec<ReportView> = reports.iter().map(ReportView::from).collect();
    cli.print_items(&views, |report| {
        let problems = report.problems.iter().map(|problem| format!("\n  Problem: {problem}"));
        let counts = format!(
            "{} new, {} updated, {} paired, {} undecided",
            report.new, report.updated, report.paired, report.undecided
        );
        format!("{}: {counts}{}", report.url, problems.collect::<String>())
    })?;
    let failed: Vec<_> =
        reports.iter().filter(|report| report.failed).map(|report| report.url.as_str()).collect();
    if failed.is_empty() { Ok(()) } else { bail!("could not be read: {}", failed.join(", ")) }
}

fn wanted(app: &App, ids: &[String]) -> anyhow::Result<Vec<Source>> {
    let all = app.db.read_blocking(store::list)?;
    if ids.is_empty() {
        return Ok(all);
    }
    let by_id = |id: &String| {
        let id: Option<PublicId> = id.parse().ok();
        all.iter().find(|source| Some(&source.public_id) == id.as_ref()).cloned()
    };
    ids.iter().map(|id| by_id(id).ok_or_else(|| anyhow!("there is no source {id}"))).collect()
}

fn web_address(url: &str) -> Result<Url, Misuse> {
    let parsed = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    parsed.ok_or_else(|| Misuse(format!("`{url}` is no web address such as https://alliance.example/feed")))
}
