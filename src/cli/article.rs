//! `hudhud article`

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use diesel::result::Error;
use serde::Serialize;

use super::{Cli, Misuse};
use crate::access::{Actor, audit};
use crate::app::App;
use crate::articles::file::{self, Unresolved};
use crate::articles::named::{self, Named, NotNamed};
use crate::articles::pairing::{self, Joined};
use crate::articles::store::{self, Recorded};
use crate::articles::{Article, ArticleView, Writing, show, turn};
use crate::db::Conn;

/// Articles and their translations
#[derive(clap::Args)]
pub(super) struct Articles {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Adds Markdown files, or updates what came from them before
    ///
    /// A file begins with front matter between two lines of ---: language, title, summary, link, published, author,
    /// and translation_of, the other's slug or file.
    #[command(after_help = "Example:\n  hudhud article add vote.ar.md vote.en.md")]
    Add {
        #[arg(required = true, value_name = "FILE.md")]
        files: Vec<PathBuf>,
    },
    /// Lists all articles, the newest first
    #[command(after_help = "Example:\n  hudhud article list")]
    List,
    /// Makes two articles one: each is named by its id or slug, or as ar/SLUG
    #[command(after_help = "Example:\n  hudhud article pair ar/vote-abroad en/right-to-vote")]
    Pair { a: String, b: String },
    /// Takes the translations of an article apart
    #[command(after_help = "Example:\n  hudhud article unpair en/right-to-vote")]
    Unpair { a: String },
}

/// What became of a file.
#[derive(Debug, Serialize)]
struct Added {
    file: String,
    outcome: &'static str,
    article: String,
    language: String,
    slug: String,
}

impl Articles {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let app = cli.open()?;
        match &self.what {
            What::Add { files } => add(cli, &app, files),
            What::List => list(cli, &app),
            What::Pair { a, b } => pair(cli, &app, a, b),
            What::Unpair { a } => unpair(cli, &app, a),
        }
    }
}

/// All files are read before the first is stored: a mistake in one leaves everything as it was.
fn add(cli: &Cli, app: &App, files: &[PathBuf]) -> anyhow::Result<()> {
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        file::read(path, &app.catalogue)
            .map(|text| (name.clone(), text))
            .map_err(|why| anyhow!("{name}: {why}"))
    };
    let texts = files.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let clock = app.clock.clone();
    let store_all = move |conn: &mut Conn| {
        let now = turn(conn, &clock)?;
        let stored = texts
            .iter()
            .map(|(_, text)| store::record(conn, text, store::Arrival::News, &HashSet::new(), now));
        let stored = stored.collect::<Result<Vec<_>, Error>>()?;
        let (_, unresolved) = file::pair(conn, now)?;
        audit::append(conn, &Actor::Command, "article.add", "", &format!("{} files", texts.len()), now)?;
        let added = stored.iter().zip(&texts).map(|(what, (name, text))| added(conn, *what, name, text));
        let added = added.collect::<Result<Vec<_>, Error>>()?;
        if let Some((file, names)) = leads_nowhere(&added, &unresolved) {
            bail!("{file}: its translation_of names {names}, which is neither here nor a file");
        }
        Ok((added, unresolved))
    };
    let (added, unresolved) = app.db.write_blocking(store_all)?;
    cli.print_items(&added, |added| {
        format!("{}: {} {}/{} ({})", added.file, added.outcome, added.language, added.slug, added.article)
    })?;
    for Unresolved { slug, names } in unresolved {
        tracing::warn!(
            "`{slug}` calls itself a translation of `{names}`, which is not here or has that language too"
        );
    }
    Ok(())
}

/// The first of these files that names what nobody knows. A file that lies there may be added later, and earlier ones
/// were told of when they came.
fn leads_nowhere<'a>(added: &'a [Added], unresolved: &'a [Unresolved]) -> Option<(&'a str, &'a str)> {
    let lost = unresolved.iter().filter(|one| !Path::new(&one.names).exists());
    let of = |slug: &str| added.iter().find(|added| added.slug == slug);
    lost.filter_map(|one| Some((of(&one.slug)?.file.as_str(), one.names.as_str()))).next()
}

fn added(conn: &mut Conn, what: Recorded, name: &str, text: &Writing) -> Result<Added, Error> {
    let article = store::of_translation(conn, what.id())?.ok_or(Error::NotFound)?;
    let outcome = match what {
        Recorded::New(_) => "new",
        Recorded::Updated(_) => "updated",
        Recorded::Unchanged(_) => "unchanged",
    };
    Ok(Added {
        file: name.to_owned(),
        outcome,
        slug: article.translations.get(&text.language).map(|text| text.slug.clone()).unwrap_or_default(),
        article: article.row.public_id.to_string(),
        language: text.language.to_string(),
    })
}

fn list(cli: &Cli, app: &App) -> anyhow::Result<()> {
    let base_url = app.web.base_url.clone();
    let views = app.db.read_blocking(move |conn| {
        let articles = store::list(conn, None, i64::MAX)?;
        show::show(conn, &articles, &base_url)
    })?;
    cli.print_items(&views, in_words)
}

fn in_words(article: &ArticleView) -> String {
    let texts = article
        .translations
        .values()
        .map(|text| format!("\n  {}/{}  {}", text.language, text.slug, text.title));
    format!("{}{}", article.id, texts.collect::<String>())
}

fn pair(cli: &Cli, app: &App, a: &str, b: &str) -> anyhow::Result<()> {
    let (left, right) = (meant(app, a)?, meant(app, b)?);
    if left == right {
        return Err(Misuse(format!("{a} and {b} are the same")).into());
    }
    let (left, right) = (left.article, right.article);
    let now = app.clock.now();
    let joined = app.db.write_blocking(move |conn| {
        let joined = pairing::pair(conn, &left, &right, &Actor::Command, now)?;
        Ok::<_, Error>((joined, store::of_any_text(conn, &left)?))
    })?;
    match joined {
        (None, _) => bail!("an article without a text can't be paired"),
        (Some(Joined::SameLanguage), _) => bail!("both have a text in the same language"),
        (_, article) => print_one(cli, app, article),
    }
}

fn unpair(cli: &Cli, app: &App, a: &str) -> anyhow::Result<()> {
    let Named { article, language } = meant(app, a)?;
    if article.translations.len() < 2 {
        bail!("it has one translation only");
    }
    let now = app.clock.now();
    let base_url = app.web.base_url.clone();
    let texts: Vec<i64> = article.translations.values().map(|text| text.id).collect();
    let views = app.db.write_blocking(move |conn| {
        pairing::unpair(conn, &article, language.as_ref(), &Actor::Command, now)?;
        let articles =
            texts.iter().map(|id| store::of_translation(conn, *id)).collect::<Result<Vec<_>, Error>>()?;
        let mut articles: Vec<Article> = articles.into_iter().flatten().collect();
        articles.dedup_by_key(|article| article.row.id);
        show::show(conn, &articles, &base_url)
    })?;
    cli.print_items(&views, in_words)
}

fn print_one(cli: &Cli, app: &App, article: Option<Article>) -> anyhow::Result<()> {
    let base_url = app.web.base_url.clone();
    let articles: Vec<Article> = article.into_iter().collect();
    let views = app.db.read_blocking(move |conn| show::show(conn, &articles, &base_url))?;
    let view = views.first().ok_or_else(|| anyhow!("the article is gone"))?;
    cli.print(view, || in_words(view))
}

fn meant(app: &App, name: &str) -> anyhow::Result<Named> {
    let (catalogue, asked) = (app.catalogue.clone(), name.to_owned());
    let found: Result<Named, NotNamed> =
        app.db.read_blocking(move |conn| named::find(conn, &catalogue, &asked))?;
    Ok(found?)
}
