//! A slug is unique in its language.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::translations;
use crate::i18n::Language;

/// The slug itself if nobody has it, else with the lowest number that is free, else with something that nobody has.
pub fn free(conn: &mut Conn, language: &Language, wanted: &str, distinct: &[u8]) -> QueryResult<String> {
    let numbered = (2..=9).map(|number| format!("{wanted}-{number}"));
    let tail: String = distinct.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let names: Vec<String> =
        std::iter::once(wanted.to_owned()).chain(numbered).chain([format!("{wanted}-{tail}")]).collect();
    let taken: Vec<String> = translations::table
        .filter(translations::language.eq(language).and(translations::slug.eq_any(&names)))
        .select(translations::slug)
        .load(conn)?;
    let last = format!("{wanted}-{}", crate::db::PublicId::random().as_str().to_lowercase());
    Ok(names.into_iter().find(|name| !taken.contains(name)).unwrap_or(last))
}
