//! Many letters at once: on PostgreSQL by one statement over arrays, which reads the same however many rows there are.

use chrono::NaiveDateTime;
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamp},
    sqlite::Sqlite,
};

use crate::{
    db::{Conn, PublicId},
    i18n::Language,
    vault::{BlindIndex, Sealed},
};

use super::{Gate, SealedLetter, State, letter::RecipientKind};

/// A letter, and when it is due.
type Due<'a> = (&'a SealedLetter, NaiveDateTime);

pub(super) fn insert(conn: &mut Conn, new: &[Due<'_>]) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => InsertAll::of(new).execute(conn).map(drop),
        Conn::Sqlite(conn) => {
            new.iter().try_for_each(|(letter, due_at)| Insert { letter, due_at }.execute(conn).map(drop))
        }
    }
}

/// One row, by a statement of the same words for all: diesel prepares it once.
struct Insert<'a> {
    letter: &'a SealedLetter,
    due_at: &'a NaiveDateTime,
}

impl QueryId for Insert<'_> {
    type QueryId = Insert<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<SqliteConnection> for Insert<'_> {}

impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let letter = self.letter;
        out.push_sql(
            "INSERT INTO letters (public_id, name, language, recipient_kind, recipient, recipient_index, \
             subscriber_id, body_values, gate, cause, state, due_at, created_at) VALUES (",
        );
        out.push_bind_param::<Text, _>(&letter.public_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&letter.name)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&letter.language)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&letter.recipient_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Binary>, _>(&letter.recipient)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&letter.recipient_index)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<BigInt>, _>(&letter.subscriber_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Binary>, _>(&letter.body_values)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&letter.gate)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&letter.cause)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&State::Due)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamp, _>(self.due_at)?;
        out.push_sql(", ?12)"); // the time once more
        Ok(())
    }
}

/// All rows, column by column.
struct InsertAll<'a> {
    public_id: Vec<&'a PublicId>,
    name: Vec<&'a String>,
    language: Vec<&'a Language>,
    recipient_kind: Vec<&'a RecipientKind>,
    recipient: Vec<&'a Option<Sealed>>,
    recipient_index: Vec<&'a BlindIndex>,
    subscriber_id: Vec<&'a Option<i64>>,
    body_values: Vec<&'a Option<Sealed>>,
    gate: Vec<&'a Gate>,
    cause: Vec<&'a String>,
    due_at: Vec<&'a NaiveDateTime>,
}

impl<'a> InsertAll<'a> {
    fn of(rows: &'a [Due<'a>]) -> InsertAll<'a> {
        InsertAll {
            public_id: column(rows, |(letter, _)| &letter.public_id),
            name: column(rows, |(letter, _)| &letter.name),
            language: column(rows, |(letter, _)| &letter.language),
            recipient_kind: column(rows, |(letter, _)| &letter.recipient_kind),
            recipient: column(rows, |(letter, _)| &letter.recipient),
            recipient_index: column(rows, |(letter, _)| &letter.recipient_index),
            subscriber_id: column(rows, |(letter, _)| &letter.subscriber_id),
            body_values: column(rows, |(letter, _)| &letter.body_values),
            gate: column(rows, |(letter, _)| &letter.gate),
            cause: column(rows, |(letter, _)| &letter.cause),
            due_at: column(rows, |(_, due_at)| due_at),
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
            "INSERT INTO letters (public_id, name, language, recipient_kind, recipient, recipient_index, \
             subscriber_id, body_values, gate, cause, due_at, state, created_at) \
             SELECT row.*, 'due', row.due_at FROM unnest(",
        );
        out.push_bind_param::<Array<Text>, _>(&self.public_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.name)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.language)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.recipient_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Binary>>, _>(&self.recipient)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.recipient_index)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<BigInt>>, _>(&self.subscriber_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Binary>>, _>(&self.body_values)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.gate)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.cause)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Timestamp>, _>(&self.due_at)?;
        out.push_sql(
            ") AS row (public_id, name, language, recipient_kind, recipient, recipient_index, subscriber_id, \
             body_values, gate, cause, due_at)",
        );
        Ok(())
    }
}

fn column<'a, T>(new: &'a [Due<'a>], of: impl Fn(&'a Due<'a>) -> &'a T) -> Vec<&'a T> {
    new.iter().map(of).collect()
}
