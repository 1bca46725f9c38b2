//! The articles of the sample campaign, as files that somebody could have written.

use std::{collections::HashSet, path::Path};

use anyhow::{Context, anyhow};
use chrono::{NaiveDateTime, TimeDelta};
use rust_embed::RustEmbed;

use crate::{
    app::App,
    articles::{Writing, file, store},
};

#[derive(RustEmbed)]
#[folder = "src/cli/demo/articles"]
#[include = "*.md"]
struct Files;

/// In the order in which they are published, the newest first. The last ones wait for the next issue.
pub const ORDER: [&str; 7] =
    ["vote-abroad", "prison-letters", "library-bus", "spring-water", "night-train", "teachers", "equal-pay"];

/// How many of them the first issue carries.
pub const IN_FIRST_ISSUE: usize = 5;

/// Writes the files into the demo's folder and reads them as `hudhud article add` does.
pub fn add(app: &App, folder: &Path, now: NaiveDateTime) -> anyhow::Result<()> {
    let folder = folder.join("articles");
    std::fs::create_dir_all(&folder)?;
    let mut writings: Vec<Writing> = Vec::new();
    for name in Files::iter() {
        let embedded = Files::get(&name).context("an embedded file is there")?;
        let path = folder.join(name.as_ref());
        std::fs::write(&path, embedded.data)?;
        let mut writing = file::read(&path, &app.catalogue).map_err(|why| anyhow!("{name}: {why}"))?;
        let stem = name.split('.').next().unwrap_or_default();
        let age = ORDER.iter().position(|known| *known == stem).context("every article has its day")?;
        writing.published_at = Some(now - TimeDelta::days(2 * i64::try_from(age)? + 1));
        writings.push(writing);
    }
    app.db.write_blocking(move |conn| {
        for writing in &writings {
            store::record(conn, writing, store::Arrival::News, &HashSet::new(), now)?;
        }
        let (_, unresolved) = file::pair(conn, now)?;
        match unresolved.first() {
            None => Ok(()),
            Some(lost) => Err(anyhow!("{} names {}, which is not there", lost.slug, lost.names)),
        }
    })
}
