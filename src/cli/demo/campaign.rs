//! A sample campaign, made by the same code that makes a real one.

use std::{collections::BTreeMap, net::Ipv4Addr, path::Path};

use anyhow::{Context, anyhow};
use chrono::NaiveDateTime;

use super::{people, texts};
use crate::{
    access::{Actor, Role, admins, sign_in_links},
    app::App,
    articles,
    db::PublicId,
    issues::{Drafted, Edit, Wanted, WordsChange, draft, edit, sending},
    signup,
    subscribers::{Mistakes, topics},
    web::{Peer, join_form::JoinFields},
};

/// What there is to see.
pub struct Made {
    /// The slug of the newest article.
    pub article: String,
    pub sign_in: String,
    pub subscribers: usize,
    pub sent: i64,
}

const TOPICS: [(&str, &str, &str); 3] = [
    ("rights", "الحقوق", "Rights"),
    ("culture", "الثقافة والتعليم", "Culture and schools"),
    ("prisoners", "سجناء الرأي", "Prisoners of conscience"),
];

const OPENINGS: [(&str, &str); 2] = [
    (
        "ar",
        "هذا الأسبوع خمسة أخبار عن أشياء صغيرة تغيّرت: حافلة ونبع ورسالة. ومعها خطوة واحدة يمكنكم القيام بها اليوم: \
         **اكتبوا رسالة إلى سجين رأي**.",
    ),
    (
        "en",
        "Five stories this week about small things that changed: a bus, a spring, a letter. And one thing that you \
         can do today: **write to a prisoner of conscience**.",
    ),
];

const CLOSINGS: [(&str, &str); 2] = [
    ("ar", "شكرًا لأنكم معنا. أجيبوا عن هذه الرسالة متى شئتم؛ نقرأ كل ما يصلنا."),
    ("en", "Thank you for being with us. Reply to this letter whenever you like: we read everything."),
];

const NEXT_OPENING: [(&str, &str); 1] = [("en", "Two stories about work, and what it is worth.")];

/// Makes articles, subscribers, an issue that was sent, a draft, a signup that waits, and somebody who may sign in.
pub async fn make(app: &App, folder: &Path) -> anyhow::Result<Made> {
    let (own, own_folder) = (app.clone(), folder.to_path_buf());
    let issue = tokio::task::spawn_blocking(move || prepare(&own, &own_folder)).await??;
    ask_to_join(app).await?;
    let own = app.clone();
    tokio::task::spawn_blocking(move || send(&own, &issue)).await?
}

/// Everything before the first mail; the issue that is to be sent.
fn prepare(app: &App, folder: &Path) -> anyhow::Result<PublicId> {
    let now = app.clock.now();
    let slugs = TOPICS.map(|(slug, ..)| slug);
    let people = people::all(app, &slugs, now)?;
    let own = app.clone();
    app.db.write_blocking(move |conn| -> diesel::QueryResult<()> {
        for (slug, ar, en) in TOPICS {
            let names =
                [("ar", ar), ("en", en)].map(|(language, name)| (language.to_owned(), name.to_owned()));
            topics::put(conn, slug, &BTreeMap::from(names), now)?;
        }
        people::store(conn, &own, people, now)
    })?;
    texts::add(app, folder, now)?;
    let first = first_issue(app)?;
    let next = drafted(app, Wanted::default(), now)?;
    write(app, &next, &NEXT_OPENING, &[], now)?;
    Ok(first)
}

/// The newest articles but those that wait for the next issue.
fn first_issue(app: &App) -> anyhow::Result<PublicId> {
    let now = app.clock.now();
    let chosen = app.db.read_blocking(|conn| {
        let mut found = articles::store::list(conn, None, 100)?;
        let newest =
            |article: &articles::Article| article.translations.values().map(|text| text.published_at).max();
        found.sort_by_key(|article| std::cmp::Reverse(newest(article)));
        let ids = found.iter().take(texts::IN_FIRST_ISSUE).map(|article| article.row.public_id.to_string());
        Ok::<_, diesel::result::Error>(ids.collect::<Vec<_>>())
    })?;
    let issue = drafted(app, Wanted { articles: Some(chosen), ..Wanted::default() }, now)?;
    write(app, &issue, &OPENINGS, &CLOSINGS, now)?;
    Ok(issue)
}

fn drafted(app: &App, wanted: Wanted, now: NaiveDateTime) -> anyhow::Result<PublicId> {
    let site = app.catalogue.languages().to_vec();
    let made = app.db.write_blocking(move |conn| draft::draft(conn, &site, &wanted, &Actor::Command, now))?;
    match made {
        Drafted::Issue(id) => Ok(id),
        Drafted::Nothing(_) => Err(anyhow!("there are no articles")),
    }
}

fn write(
    app: &App,
    issue: &PublicId,
    openings: &[(&str, &str)],
    closings: &[(&str, &str)],
    now: NaiveDateTime,
) -> anyhow::Result<()> {
    let of = |words: &[(&str, &str)], language: &str| {
        words.iter().find(|(known, _)| *known == language).map(|(_, words)| (*words).to_owned())
    };
    let texts = app.catalogue.languages().iter().map(|language| {
        let change = WordsChange {
            opening: of(openings, language.as_str()),
            closing: of(closings, language.as_str()),
            ..WordsChange::default()
        };
        (language.clone(), change)
    });
    let wanted = Edit { texts: texts.collect(), ..Edit::default() };
    let (site, issue) = (app.catalogue.languages().to_vec(), issue.clone());
    Ok(app.db.write_blocking(move |conn| edit::edit(conn, &site, &issue, &wanted, &Actor::Command, now))?)
}

/// Somebody asked to join and has not confirmed yet: the letter lies in the mailbox.
async fn ask_to_join(app: &App) -> anyhow::Result<()> {
    let language = app.catalogue.default_language().clone();
    let fields = JoinFields {
        email: "salma.newcomer@example.org".to_owned(),
        name: "سلمى".to_owned(),
        reading: language.to_string(),
        cadence: "every".to_owned(),
        consent: true,
        source: "demo".to_owned(),
        ..JoinFields::default()
    };
    let place = signup::Place { page: format!("/{language}/join"), language };
    let asked = signup::ask(app, Peer::at(Ipv4Addr::LOCALHOST.into()), place, &fields, Mistakes::new()).await;
    let asked = asked.map_err(anyhow::Error::new)?;
    asked.map_err(|_| anyhow!("the sample signup has a mistake"))
}

/// Sends the issue as the worker of a real campaign would, and lets somebody in.
fn send(app: &App, issue: &PublicId) -> anyhow::Result<Made> {
    sending::send_blocking(app, issue, None, &Actor::Command)?;
    app.outbox.deliver_due()?;
    let now = app.clock.now();
    app.db.write_blocking(move |conn| sending::follow(conn, now))?;
    let (wanted, outbox) = (issue.clone(), app.outbox.clone());
    let progress = app.db.read_blocking(move |conn| sending::progress(conn, &outbox, &wanted, now))?;
    let email = "you@example.org".parse().map_err(|_| anyhow!("an address of ours is one"))?;
    let (vault, language) = (app.vault.clone(), app.catalogue.default_language().clone());
    let link = app.db.write_blocking(move |conn| {
        let admin = admins::admit(conn, &vault, &email, Role::Owner, &language, now)?;
        sign_in_links::make(conn, admin.id, now)
    })?;
    Ok(Made {
        article: newest_slug(app)?,
        sign_in: app.links.sign_in(&link, now),
        subscribers: people::COUNT,
        sent: progress.sent,
    })
}

fn newest_slug(app: &App) -> anyhow::Result<String> {
    let language = app.catalogue.default_language().clone();
    let newest = app.db.read_blocking(move |conn| articles::newest(conn, &language, 1))?;
    Ok(newest.into_iter().next().context("there are articles")?.slug)
}
