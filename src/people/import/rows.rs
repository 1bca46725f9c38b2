//! A row of a file as somebody to add, or what is wrong with it.

use csv::StringRecord;

use crate::{
    i18n::Catalogue,
    people::{
        Wanted,
        csv::{Column, Columns, unguarded},
    },
    subscribers::{Choices, EmailAddress, topics::Topic},
};

/// Local parts that belong to an office and not to a person (RFC 2142).
const OFFICES: [&str; 9] = [
    "abuse",
    "hostmaster",
    "mailer-daemon",
    "no-reply",
    "noreply",
    "postmaster",
    "root",
    "security",
    "webmaster",
];

/// Reads the rows of one file.
pub struct Rows<'a> {
    pub columns: &'a Columns,
    pub catalogue: &'a Catalogue,
    pub topics: &'a [Topic],
}

/// A row that can be written.
pub struct Row {
    pub email: EmailAddress,
    /// What its cells say; an empty cell says nothing.
    pub wanted: Wanted,
    /// Those words applied to the choices of somebody new.
    pub fresh: Choices,
}

impl Rows<'_> {
    /// The row, or why it is passed over.
    pub fn read(&self, record: &StringRecord) -> Result<Row, &'static str> {
        let cell = |column: Column| {
            let cell = self.columns.position(column).and_then(|position| record.get(position));
            cell.map(|cell| unguarded(cell).trim()).filter(|cell| !cell.is_empty())
        };
        let email = cell(Column::Email).ok_or("no address")?;
        let email: EmailAddress = email.parse().map_err(|_| "not an address")?;
        if OFFICES.contains(&email.local()) {
            return Err("the address of an office, not of a person");
        }
        let word = |column: Column| cell(column).map(str::to_owned);
        let wanted = Wanted {
            reading: word(Column::Reading),
            first_language: word(Column::FirstLanguage),
            cadence: word(Column::Cadence),
            country: word(Column::Country),
            name: word(Column::Name),
            topics: cell(Column::Topics).map(slugs),
        };
        let unspoken = super::super::unspoken(self.catalogue.default_language());
        let fresh = wanted.applied_to(&unspoken, self.catalogue, self.topics).map_err(|mistakes| {
            let first = mistakes.iter().map(|(field, _)| field).next();
            first.map_or("not understood", reason)
        })?;
        Ok(Row { email, wanted, fresh })
    }
}

/// Slugs with anything between them that is not part of one.
fn slugs(cell: &str) -> Vec<String> {
    let separators = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '،' | '؛');
    cell.split(separators).filter(|slug| !slug.is_empty()).map(str::to_owned).collect()
}

fn reason(field: &str) -> &'static str {
    match field {
        "reading" => "`reading` is neither a language of the site nor `both`",
        "first_language" => "`first_language` is not a language of the site",
        "cadence" => "`cadence` is not every, weekly or monthly",
        "country" => "`country` is not two letters of ISO 3166",
        "topics" => "`topics` names a topic that does not exist",
        _ => "not understood",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: [&str; 7]) -> Result<Row, &'static str> {
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
        let columns = Columns::read(Column::ALL.map(Column::as_str).into_iter(), &catalogue).unwrap();
        let topics = [Topic { id: 1, slug: "rights".into(), names: Default::default() }];
        Rows { columns: &columns, catalogue: &catalogue, topics: &topics }
            .read(&StringRecord::from(cells.to_vec()))
    }

    #[test]
    fn a_row_says_as_much_as_it_likes() {
        let row =
            read(["Layla@Example.org", "'=ليلى", "both", "en", "weekly", "lb", "rights،rights"]).unwrap();
        assert_eq!(row.email.as_str(), "layla@example.org");
        assert_eq!(row.fresh.name.as_ref().map(|name| name.as_str()), Some("=ليلى"));
        assert_eq!((row.fresh.reading.as_str(), row.fresh.first_language.as_str()), ("both", "en"));
        assert_eq!(row.fresh.topics, ["rights", "rights"]);
        let row = read(["layla@example.org", "", "", "", "", "", ""]).unwrap();
        assert_eq!(row.wanted, Wanted::default());
        assert_eq!(row.fresh.reading.as_str(), "ar");
    }

    #[test]
    fn a_wrong_row_is_named_without_its_words() {
        let check = |cells: [&str; 7], expected: &str| assert_eq!(read(cells).err(), Some(expected));
        check(["", "x", "", "", "", "", ""], "no address");
        check(["not an address", "", "", "", "", "", ""], "not an address");
        check(
            ["postmaster@example.org", "", "", "", "", "", ""],
            "the address of an office, not of a person",
        );
        check(
            ["a@example.org", "", "fr", "", "", "", ""],
            "`reading` is neither a language of the site nor `both`",
        );
        check(["a@example.org", "", "", "", "daily", "", ""], "`cadence` is not every, weekly or monthly");
        check(["a@example.org", "", "", "", "", "Atlantis", ""], "`country` is not two letters of ISO 3166");
        check(["a@example.org", "", "", "", "", "", "x"], "`topics` names a topic that does not exist");
    }
}
