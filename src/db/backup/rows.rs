//! Rows on their way between the two databases, as JSON, a few at a time: memory does not grow with the list.

use super::tables::{Column, Kind, Table};
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel::{PgConnection, QueryResult, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};

/// Rows that travel together.
const HANDFUL: usize = 500;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

#[derive(QueryableByName)]
struct Handful {
    #[diesel(sql_type = Text)]
    rows: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    last: Option<i64>,
}

/// Copies the rows of a table that fulfil a condition of SQL, inside a transaction of PostgreSQL that is open.
pub(super) fn from_postgres(
    from: &mut PgConnection,
    to: &mut SqliteConnection,
    table: &Table,
    condition: &str,
) -> QueryResult<()> {
    from.batch_execute(&format!(
        "DECLARE copied NO SCROLL CURSOR FOR SELECT json_build_array({})::text AS row FROM \"{}\" WHERE {condition}",
        listed(table, read_on_postgres),
        table.name
    ))?;
    let insert = format!(
        "INSERT INTO \"{}\" ({}) SELECT {} FROM jsonb_each(?)",
        table.name,
        listed(table, |column, _| quoted(column)),
        listed(table, write_on_sqlite)
    );
    loop {
        let rows: Vec<Row> = sql_query(format!("FETCH {HANDFUL} FROM copied")).load(from)?;
        if rows.is_empty() {
            break;
        }
        let rows: Vec<&str> = rows.iter().map(|row| row.row.as_str()).collect();
        sql_query(&insert).bind::<Text, _>(format!("[{}]", rows.join(","))).execute(to)?;
    }
    from.batch_execute("CLOSE copied")
}

/// Copies all rows of a table, inside a transaction of PostgreSQL that is open.
pub(super) fn into_postgres(
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    table: &Table,
) -> QueryResult<()> {
    let columns = listed(table, |column, _| quoted(column));
    let select = format!(
        "SELECT json_group_array(json_object({})) AS rows, max(place) AS last
         FROM (SELECT rowid AS place, {columns} FROM \"{}\" WHERE rowid > ? ORDER BY rowid LIMIT {HANDFUL})",
        listed(table, read_on_sqlite),
        table.name
    );
    let insert = format!(
        "INSERT INTO \"{0}\" ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::\"{0}\", $1::json)",
        table.name
    );
    let mut after = i64::MIN;
    loop {
        let handful: Handful = sql_query(&select).bind::<BigInt, _>(after).get_result(from)?;
        let Some(last) = handful.last else { return Ok(()) };
        sql_query(&insert).bind::<Text, _>(handful.rows).execute(to)?;
        after = last;
    }
}

/// Lets PostgreSQL go on counting behind the ids that were copied.
pub(super) fn count_on(conn: &mut PgConnection, table: &Table) -> QueryResult<()> {
    if !table.is_counted {
        return Ok(());
    }
    let next = format!("(SELECT coalesce(max(id), 0) + 1 FROM \"{}\")", table.name);
    conn.batch_execute(&format!(
        "SELECT setval(pg_get_serial_sequence('{}', 'id'), {next}, false)",
        table.name
    ))
}

fn listed(table: &Table, how: impl Fn(&Column, usize) -> String) -> String {
    let columns = table.columns.iter().enumerate().map(|(nth, column)| how(column, nth));
    columns.collect::<Vec<_>>().join(", ")
}

fn quoted(column: &Column) -> String {
    format!("\"{}\"", column.name)
}

fn read_on_postgres(column: &Column, _: usize) -> String {
    let name = quoted(column);
    match column.kind {
        Kind::Bytes => format!("encode({name}, 'hex')"),
        // As SQLite has them everywhere: no fraction, three digits of it, or six.
        Kind::Time => {
            format!(r"regexp_replace(to_char({name}, 'YYYY-MM-DD HH24:MI:SS.US'), '(\.000)?000$', '')")
        }
        Kind::YesOrNo => format!("{name}::int"),
        Kind::Plain => name,
    }
}

fn write_on_sqlite(column: &Column, nth: usize) -> String {
    match column.kind {
        Kind::Bytes => format!("unhex(json_extract(value, '$[{nth}]'))"),
        _ => format!("json_extract(value, '$[{nth}]')"),
    }
}

fn read_on_sqlite(column: &Column, _: usize) -> String {
    let name = quoted(column);
    match column.kind {
        Kind::Bytes => {
            format!("'{}', CASE WHEN {name} IS NOT NULL THEN '\\x' || hex({name}) END", column.name)
        }
        _ => format!("'{}', {name}", column.name),
    }
}
