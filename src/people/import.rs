//! Bringing a list of people from a CSV file, a chunk of rows at a time.

mod chunk;
mod rows;

use std::{
    fs::File,
    io::{BufReader, Seek},
    path::Path,
};

use anyhow::Context;
use serde::Serialize;

use crate::{
    access::{Actor, audit},
    app::App,
    people::{
        Basis,
        csv::{Columns, Encoding, Leash, decoded, separator},
        import::{
            chunk::Chunk,
            rows::{Row, Rows},
        },
    },
    subscribers::topics,
};

/// Rows that are written in one unit, so that nobody else waits long.
const CHUNK: usize = 500;
/// Wrong rows that a report names one by one.
const NAMED: usize = 100_000;

/// What came of an import. It names rows by their line, never by an address.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub created: u64,
    pub updated: u64,
    /// Addresses that must not be written to: who left, complained, was erased, or whose mailbox refuses mail.
    pub suppressed: u64,
    /// How many rows were passed over.
    pub n_invalid: u64,
    /// The first of those rows.
    pub invalid: Vec<Invalid>,
}

/// A row that was passed over, and why.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Invalid {
    pub line: u64,
    pub reason: &'static str,
}

impl Report {
    fn note(&mut self, line: u64, reason: &'static str) {
        self.n_invalid += 1;
        if self.invalid.len() < NAMED {
            self.invalid.push(Invalid { line, reason });
        }
    }
}

/// Reads a file of people who agreed, on a basis that is kept as their consent. Each chunk of rows is written whole or
/// not at all; the same file again changes nothing.
///
/// # Errors
/// The file is no list of people, cannot be read to its end, or the database fails. What was written stays.
pub fn import(app: &App, path: &Path, basis: &Basis, actor: &Actor) -> anyhow::Result<Report> {
    let mut file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let encoding = Encoding::of(BufReader::new(&file))?.context("reading the file")?;
    file.rewind()?;
    let opening = Opening::read(&file, encoding)?;
    file.rewind()?;
    let (leash, slack) = Leash::new(decoded(BufReader::with_capacity(64 * 1024, file), encoding));
    let mut table = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(true)
        .delimiter(separator(&opening.words))
        .from_reader(leash);
    let columns = Columns::read(table.headers().context("reading the first line")?.iter(), &app.catalogue)?;
    let known_topics = app.db.read_blocking(topics::list)?;
    let rows = Rows { columns: &columns, catalogue: &app.catalogue, topics: &known_topics };
    let (mut report, mut chunk, mut record) = (Report::default(), Vec::new(), csv::StringRecord::new());
    loop {
        let more =
            table.read_record(&mut record).context("reading the file; the rows before are imported")?;
        slack.begin_row(table.position().byte());
        if more {
            match rows.read(&record) {
                Ok(row) => {
                    // Of each address one row in a chunk: a later row corrects what an earlier one wrote.
                    if chunk.iter().any(|known: &Row| known.email == row.email) {
                        write(app, std::mem::take(&mut chunk), basis, &mut report)?;
                    }
                    chunk.push(row);
                }
                Err(reason) => report.note(opening.line(&record), reason),
            }
        }
        if chunk.len() == CHUNK || !more {
            write(app, std::mem::take(&mut chunk), basis, &mut report)?;
        }
        if !more {
            break;
        }
    }
    conclude(app, actor, &report)?;
    Ok(report)
}

fn write(app: &App, rows: Vec<Row>, basis: &Basis, report: &mut Report) -> anyhow::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let chunk = Chunk::seal(app, rows, basis);
    let done = app.db.write_blocking(move |conn| chunk.write(conn))?;
    report.created += done.created;
    report.updated += done.updated;
    report.suppressed += done.suppressed;
    Ok(())
}

fn conclude(app: &App, actor: &Actor, report: &Report) -> anyhow::Result<()> {
    let detail = format!(
        "created {}, updated {}, suppressed {}, invalid {}",
        report.created, report.updated, report.suppressed, report.n_invalid
    );
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db.write_blocking(move |conn| audit::append(conn, &actor, "subscriber.import", "", &detail, now))?;
    Ok(())
}

/// What the first line tells of a file.
struct Opening {
    /// The line as text; a file of one endless line gives its beginning.
    words: String,
    /// Whether lines end in both CR and LF.
    ends_in_crlf: bool,
}

impl Opening {
    fn read(file: &File, encoding: Encoding) -> anyhow::Result<Opening> {
        use std::io::Read;
        let mut start = Vec::new();
        decoded(BufReader::new(file), encoding).take(64 * 1024).read_to_end(&mut start)?;
        let start = String::from_utf8_lossy(&start);
        let words = start.split(['\r', '\n']).next().unwrap_or_default();
        Ok(Opening { words: words.to_owned(), ends_in_crlf: start[words.len()..].starts_with("\r\n") })
    }

    /// The line on which a row begins, from 1. The reader takes a row to end at its CR, so that the LF counts
    /// as the beginning of the next.
    fn line(&self, record: &csv::StringRecord) -> u64 {
        record.position().map_or(0, csv::Position::line) + u64::from(self.ends_in_crlf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_row_is_counted_also_those_that_are_not_named() {
        let mut report = Report::default();
        for line in 1..=NAMED as u64 + 5 {
            report.note(line, "no address");
        }
        assert_eq!((report.n_invalid, report.invalid.len()), (NAMED as u64 + 5, NAMED));
    }
}
