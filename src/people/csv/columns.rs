//! Which column of a file holds what.

use std::collections::BTreeMap;

use crate::i18n::{Args, Catalogue};

/// What a column of people holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Email,
    Name,
    Reading,
    FirstLanguage,
    Cadence,
    Country,
    Topics,
}

/// Why a file's first line does not tell its columns.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderProblem {
    #[error("no column is called `email`; the first line names the columns")]
    NoEmail,
    #[error("two columns are called `{0}`")]
    Twice(&'static str),
}

/// Where each column is. Columns of other names are passed over.
#[derive(Debug, PartialEq, Eq)]
pub struct Columns(BTreeMap<Column, usize>);

impl Column {
    /// In the order in which an export writes them.
    pub const ALL: [Column; 7] = [
        Column::Email,
        Column::Name,
        Column::Reading,
        Column::FirstLanguage,
        Column::Cadence,
        Column::Country,
        Column::Topics,
    ];

    /// Its name in a file's first line.
    pub fn as_str(self) -> &'static str {
        match self {
            Column::Email => "email",
            Column::Name => "name",
            Column::Reading => "reading",
            Column::FirstLanguage => "first_language",
            Column::Cadence => "cadence",
            Column::Country => "country",
            Column::Topics => "topics",
        }
    }

    /// The key of the names that people give it, `|` between them.
    fn names_key(self) -> &'static str {
        match self {
            Column::Email => "people-csv-email",
            Column::Name => "people-csv-name",
            Column::Reading => "people-csv-reading",
            Column::FirstLanguage => "people-csv-first-language",
            Column::Cadence => "people-csv-cadence",
            Column::Country => "people-csv-country",
            Column::Topics => "people-csv-topics",
        }
    }
}

impl Columns {
    /// Reads a first line whose names may be those of any language of the site.
    pub fn read<'a>(
        header: impl Iterator<Item = &'a str>,
        catalogue: &Catalogue,
    ) -> Result<Columns, HeaderProblem> {
        let known = known_names(catalogue);
        let mut found = BTreeMap::new();
        for (position, name) in header.enumerate() {
            let Some(column) = known.get(&folded(name)) else { continue };
            if found.insert(*column, position).is_some() {
                return Err(HeaderProblem::Twice(column.as_str()));
            }
        }
        if found.contains_key(&Column::Email) { Ok(Columns(found)) } else { Err(HeaderProblem::NoEmail) }
    }

    /// Where a column is, if the file has it.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.0.get(&column).copied()
    }
}

fn known_names(catalogue: &Catalogue) -> BTreeMap<String, Column> {
    let mut known = BTreeMap::new();
    for column in Column::ALL {
        known.insert(folded(column.as_str()), column);
        for language in catalogue.languages() {
            let names = catalogue.plain(language, column.names_key(), &Args::new());
            known.extend(names.split('|').map(|name| (folded(name), column)));
        }
    }
    known
}

/// A name without what people write now one way, now another: case, spaces and hyphens, and in Arabic script marks,
/// tatweel and the forms of alef, yeh and teh.
fn folded(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric() && *c != '\u{640}');
    let folded = letters.map(|c| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        other => other,
    });
    folded.collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Result<Vec<Option<usize>>, HeaderProblem> {
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
        let columns = Columns::read(header.split(','), &catalogue)?;
        Ok([Column::Email, Column::Name, Column::Country].map(|column| columns.position(column)).to_vec())
    }

    #[test]
    fn a_first_line_names_its_columns_in_any_language_of_the_site() {
        assert_eq!(read("email,name,country"), Ok(vec![Some(0), Some(1), Some(2)]));
        assert_eq!(read(" E-Mail ,x,COUNTRY"), Ok(vec![Some(0), None, Some(2)]));
        assert_eq!(read("الاسم,البريد الإلكتروني,البلد"), Ok(vec![Some(1), Some(0), Some(2)]));
        assert_eq!(read("الإسم,البريد الالكترونى"), Ok(vec![Some(1), Some(0), None]));
        assert_eq!(read("name,country"), Err(HeaderProblem::NoEmail));
        assert_eq!(read("email,name,Email"), Err(HeaderProblem::Twice("email")));
        assert_eq!(read(""), Err(HeaderProblem::NoEmail));
    }
}
