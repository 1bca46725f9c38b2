//! Many signups at once: on PostgreSQL by one statement over arrays, which reads the same however many rows there are;
//! on SQLite, where a statement costs no journey, by one for each row.

use chrono::NaiveDateTime;
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, Binary, Text, Timestamp},
    sqlite::Sqlite,
};

use crate::{
    db::{Conn, PublicId},
    i18n::Language,
    vault::{BlindIndex, Sealed},
};

use super::signups::{NewSignup, SignupState};

pub(super) fn insert(conn: &mut Conn, new: &[&NewSignup]) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => InsertAll::of(new).execute(conn).map(drop),
        Conn::Sqlite(conn) => new.iter().try_for_each(|row| Insert(row).execute(conn).map(drop)),
    }
}

/// One row, by a statement of the same words for all. What diesel derives is put together anew for each row, which on
/// the one writer's thread costs half as much as the row.
struct Insert<'a>(&'a NewSignup);

impl QueryId for Insert<'_> {
    type QueryId = Insert<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<SqliteConnection> for Insert<'_> {}

impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let row = self.0;
        out.push_sql(
            "INSERT INTO signups (public_id, email_index, wanted, language, state, created_at) VALUES (",
        );
        out.push_bind_param::<Text, _>(&row.public_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&row.email_index)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&row.wanted)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&row.language)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&row.state)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamp, _>(&row.created_at)?;
        out.push_sql(")");
        Ok(())
    }
}

/// All rows, column by column.
struct InsertAll<'a> {
    public_id: Vec<&'a PublicId>,
    email_index: Vec<&'a BlindIndex>,
    wanted: Vec<&'a Sealed>,
    language: Vec<&'a Language>,
    state: Vec<&'a SignupState>,
    created_at: Vec<&'a NaiveDateTime>,
}

impl<'a> InsertAll<'a> {
    fn of(rows: &[&'a NewSignup]) -> InsertAll<'a> {
        InsertAll {
            public_id: column(rows, |row| &row.public_id),
            email_index: column(rows, |row| &row.email_index),
            wanted: column(rows, |row| &row.wanted),
            language: column(rows, |row| &row.language),
            state: column(rows, |row| &row.state),
            created_at: column(rows, |row| &row.created_at),
        }
    }
}

impl QueryId for InsertAll<'_> {
    type QueryId = InsertAll<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for InsertAll<'_> {}

impl QueryFragment<Pg> for InsertAll<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO signups (public_id, email_index, wanted, language, state, created_at) \
             SELECT * FROM unnest(",
        );
        out.push_bind_param::<Array<Text>, _>(&self.public_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.email_index)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.wanted)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.language)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.state)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Timestamp>, _>(&self.created_at)?;
        out.push_sql(")");
        Ok(())
    }
}

fn column<'a, T>(rows: &[&'a NewSignup], of: impl Fn(&'a NewSignup) -> &'a T) -> Vec<&'a T> {
    rows.iter().map(|row| of(row)).collect()
}
