//! What is copied: every table with its columns, read from the database itself.

use diesel::sql_types::Text;
use diesel::{QueryResult, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use std::collections::{BTreeMap, BTreeSet};

/// A table and how its rows travel as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Whether the database itself counts its ids.
    pub is_counted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What JSON has no type for, or the two databases write differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Hexadecimal on the way.
    Bytes,
    /// Compared as text on SQLite, so written as every other row writes it.
    Time,
    /// A number on SQLite.
    YesOrNo,
    /// A text or a number in both.
    Plain,
}

impl Kind {
    fn of(declared: &str) -> Kind {
        match declared {
            "BLOB" => Kind::Bytes,
            "TIMESTAMP" => Kind::Time,
            "BOOLEAN" => Kind::YesOrNo,
            _ => Kind::Plain,
        }
    }
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    declared: String,
}

#[derive(QueryableByName)]
struct ReferenceRow {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    to: String,
}

/// Every table of ours, each behind those that it refers to. Which migrations have run is not copied: they run.
pub(super) fn all(conn: &mut SqliteConnection) -> QueryResult<Vec<Table>> {
    let ours = "m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";
    let columns: Vec<ColumnRow> = sql_query(format!(
        "SELECT m.name AS \"of\", c.name AS name, c.type AS declared
         FROM sqlite_schema m, pragma_table_info(m.name) c WHERE {ours} ORDER BY m.name, c.cid"
    ))
    .load(conn)?;
    let references: Vec<ReferenceRow> = sql_query(format!(
        "SELECT DISTINCT m.name AS \"of\", f.\"table\" AS \"to\"
         FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE {ours}"
    ))
    .load(conn)?;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for ColumnRow { of, name, declared } in columns {
        let new = || Table { name: of.clone(), columns: Vec::new(), is_counted: false };
        let table = tables.entry(of.clone()).or_insert_with(new);
        table.is_counted |= name == "id" && declared == "INTEGER";
        table.columns.push(Column { name, kind: Kind::of(&declared) });
    }
    let references = references.into_iter().map(|row| (row.of, row.to)).collect();
    let order = in_order(tables.keys().cloned().collect(), &references);
    Ok(order.iter().filter_map(|name| tables.remove(name)).collect())
}

/// Puts every table behind those that it refers to; one that refers to itself is no reason to wait.
fn in_order(mut waiting: Vec<String>, references: &BTreeSet<(String, String)>) -> Vec<String> {
    let mut placed: Vec<String> = Vec::new();
    while !waiting.is_empty() {
        let is_free = |table: &String| {
            let needed = references.iter().filter(|(of, to)| of == table && to != table);
            needed.map(|(_, to)| to).all(|to| placed.contains(to))
        };
        let (free, bound): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_free);
        // Tables in a circle can't be put in order.
        if free.is_empty() {
            placed.extend(bound);
            break;
        }
        placed.extend(free);
        waiting = bound;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stands_behind_those_that_it_refers_to() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let check = |tables: &str, references: &[(&str, &str)], expected: &str| {
            let references = references.iter().map(|(of, to)| ((*of).to_owned(), (*to).to_owned())).collect();
            assert_eq!(in_order(words(tables), &references), words(expected));
        };
        check("a b c", &[], "a b c");
        check("a b c", &[("a", "b"), ("b", "c")], "c b a");
        check("a b c", &[("a", "a"), ("a", "c")], "b c a");
        check("a b", &[("a", "b"), ("b", "a")], "a b");
    }
}
