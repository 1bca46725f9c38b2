//! Many letters at once: on PostgreSQL by one statement over arrays, which reads the same however many rows there are.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamp},
};

use crate::db::{Conn, schema::letters};

use super::{SealedLetter, State};

/// A letter, and when it is due.
type Due<'a> = (&'a SealedLetter, NaiveDateTime);

pub(super) fn insert(conn: &mut Conn, new: &[Due<'_>]) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => sql_query(
            "INSERT INTO letters (public_id, name, language, recipient_kind, recipient, recipient_index, \
             subscriber_id, body_values, gate, cause, due_at, state, created_at) \
             SELECT row.*, $12, row.due_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             AS row (public_id, name, language, recipient_kind, recipient, recipient_index, subscriber_id, \
             body_values, gate, cause, due_at)",
        )
        .bind::<Array<Text>, _>(column(new, |(letter, _)| &letter.public_id))
        .bind::<Array<Text>, _>(column(new, |(letter, _)| &letter.name))
        .bind::<Array<Text>, _>(column(new, |(letter, _)| &letter.language))
        .bind::<Array<Text>, _>(column(new, |(letter, _)| &letter.recipient_kind))
        .bind::<Array<Nullable<Binary>>, _>(column(new, |(letter, _)| &letter.recipient))
        .bind::<Array<Binary>, _>(column(new, |(letter, _)| &letter.recipient_index))
        .bind::<Array<Nullable<BigInt>>, _>(column(new, |(letter, _)| &letter.subscriber_id))
        .bind::<Array<Nullable<Binary>>, _>(column(new, |(letter, _)| &letter.body_values))
        .bind::<Array<Text>, _>(column(new, |(letter, _)| &letter.gate))
        .bind::<Array<Text>, _>(column(new, |(letter, _)| &letter.cause))
        .bind::<Array<Timestamp>, _>(column(new, |(_, due_at)| due_at))
        .bind::<Text, _>(State::Due)
        .execute(conn)
        .map(drop),
        Conn::Sqlite(conn) => new.iter().try_for_each(|(letter, due_at)| {
            let row = (
                *letter,
                letters::state.eq(State::Due),
                letters::due_at.eq(due_at),
                letters::created_at.eq(due_at),
            );
            diesel::insert_into(letters::table).values(row).execute(conn)?;
            Ok(())
        }),
    }
}

fn column<'a, T>(new: &'a [Due<'a>], of: impl Fn(&'a Due<'a>) -> &'a T) -> Vec<&'a T> {
    new.iter().map(of).collect()
}
