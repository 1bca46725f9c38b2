//! Writing everybody into a CSV file.

use std::io::Write;

use anyhow::Context;

use crate::{
    app::App,
    people::{
        csv::{Column, guarded},
        list::Filter,
    },
    subscribers::{Choices, Subscriber},
};

/// People in one unit of reading.
const CHUNK: i64 = 1_000;

/// Writes every subscriber as a row, whatever their status, as a spreadsheet opens it and an import reads it back. How
/// many that were.
pub fn export(app: &App, out: impl Write) -> anyhow::Result<u64> {
    let mut out = out;
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(Column::ALL.map(Column::as_str).into_iter().chain(["status", "joined"]))?;
    let (mut count, mut after) = (0, 0);
    loop {
        let people = chunk(app, after)?;
        for (subscriber, choices) in &people {
            let cells = cells(app, subscriber, choices)?;
            table.write_record(cells.iter().map(|cell| guarded(cell).into_owned()))?;
        }
        count += people.len() as u64;
        match people.last() {
            Some((last, _)) => after = last.id,
            None => break,
        }
    }
    table.flush().context("writing the file")?;
    Ok(count)
}

fn chunk(app: &App, after: i64) -> anyhow::Result<Vec<(Subscriber, Choices)>> {
    let vault = app.vault.clone();
    app.db.read_blocking(move |conn| {
        let found = Filter::default().behind(conn, after, CHUNK)?;
        Ok(Choices::of_all(conn, &vault, found)?)
    })
}

fn cells(app: &App, subscriber: &Subscriber, choices: &Choices) -> anyhow::Result<[String; 9]> {
    Ok([
        subscriber.email(&app.vault)?.as_str().to_owned(),
        choices.name.as_ref().map_or("", |name| name.as_str()).to_owned(),
        choices.reading.as_str().to_owned(),
        choices.first_language.as_str().to_owned(),
        choices.cadence.as_str().to_owned(),
        choices.country.map_or("", |country| country.as_str()).to_owned(),
        choices.topics.join(" "),
        subscriber.status.as_str().to_owned(),
        subscriber.confirmed_at.date().to_string(),
    ])
}
