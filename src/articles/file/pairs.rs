//! Files name each other: by slug or by file.

use std::path::Path;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::articles::pairing::{self, Evidence, Joined};
use crate::db::Conn;
use crate::db::schema::translations;

/// A file names a translation that is not here yet, or one that cannot be its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    pub slug: String,
    pub names: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = translations)]
struct Row {
    id: i64,
    article_id: i64,
    language: String,
    slug: String,
    origin: Option<String>,
    translation_of: Option<String>,
}

/// Pairs what files call each other's translation; says how many pairs are new, and which names lead nowhere.
pub fn pair(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<(usize, Vec<Unresolved>)> {
    let naming: Vec<Row> = translations::table
        .filter(translations::translation_of.is_not_null())
        .order(translations::id)
        .select(Row::as_select())
        .load(conn)?;
    let refused = pairing::refused(conn)?;
    let (mut paired, mut unresolved) = (0, Vec::new());
    for row in naming {
        let Some(names) = row.translation_of.clone() else { continue };
        let outcome = match target(conn, &row, &names)? {
            Some(target) if target.article_id == row.article_id => Joined::Already,
            Some(target) if refused.contains(&(row.id.min(target.id), row.id.max(target.id))) => {
                Joined::Already
            }
            Some(target) => pairing::join(conn, row.id, target.id, Evidence::File, now)?,
            None => Joined::SameLanguage,
        };
        match outcome {
            Joined::Paired => paired += 1,
            Joined::Already => {}
            Joined::SameLanguage => unresolved.push(Unresolved { slug: row.slug, names }),
        }
    }
    Ok((paired, unresolved))
}

/// In another language, by file, else by slug.
fn target(conn: &mut Conn, row: &Row, names: &str) -> QueryResult<Option<Row>> {
    let others = translations::table
        .filter(translations::language.ne(&row.language).and(translations::id.ne(row.id)))
        .order(translations::id);
    let slug = Path::new(names)
        .file_stem()
        .map_or_else(|| names.to_owned(), |stem| stem.to_string_lossy().into_owned());
    let found: Vec<Row> = others
        .filter(translations::origin.eq(names).or(translations::slug.eq_any([names, slug.as_str()])))
        .select(Row::as_select())
        .load(conn)?;
    let by_file = found.iter().position(|found| found.origin.as_deref() == Some(names));
    Ok(found.into_iter().nth(by_file.unwrap_or(0)))
}
