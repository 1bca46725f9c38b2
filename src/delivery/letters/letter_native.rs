//! Many letters at once: on PostgreSQL by one statement over arrays, which reads the same however many rows there are;
//! on SQLite, where a statement costs no journey, by one for each row.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamp},
};

use crate::{
    db::{Conn, Prepared, column, value},
    delivery::{SealedLetter, State},
};

/// A letter, and when it is due.
type Due<'a> = (&'a SealedLetter, NaiveDateTime);

struct InsertAll;
struct InsertOne;

pub fn insert(conn: &mut Conn, new: &[Due<'_>]) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => Prepared::<InsertAll, _>::new(
            "INSERT INTO letters (public_id, name, language, recipient_kind, recipient, recipient_index, \
             subscriber_id, body_values, gate, cause, due_at, state, created_at) \
             SELECT row.*, row.due_at FROM unnest(",
            &[
                &value::<Array<Text>, _>(&column(new, |(letter, _)| &letter.public_id)),
                &value::<Array<Text>, _>(&column(new, |(letter, _)| &letter.name)),
                &value::<Array<Text>, _>(&column(new, |(letter, _)| &letter.language)),
                &value::<Array<Text>, _>(&column(new, |(letter, _)| &letter.recipient_kind)),
                &value::<Array<Nullable<Binary>>, _>(&column(new, |(letter, _)| &letter.recipient)),
                &value::<Array<Binary>, _>(&column(new, |(letter, _)| &letter.recipient_index)),
                &value::<Array<Nullable<BigInt>>, _>(&column(new, |(letter, _)| &letter.subscriber_id)),
                &value::<Array<Nullable<Binary>>, _>(&column(new, |(letter, _)| &letter.body_values)),
                &value::<Array<Text>, _>(&column(new, |(letter, _)| &letter.gate)),
                &value::<Array<Text>, _>(&column(new, |(letter, _)| &letter.cause)),
                &value::<Array<Timestamp>, _>(&column(new, |(_, due_at)| due_at)),
                &value::<Array<Text>, _>(&column(new, |_| &State::Due)),
            ],
            ") AS row (public_id, name, language, recipient_kind, recipient, recipient_index, subscriber_id, \
             body_values, gate, cause, due_at, state)",
        )
        .execute(conn)
        .map(drop),
        Conn::Sqlite(conn) => new.iter().try_for_each(|(letter, due_at)| insert_one(conn, letter, due_at)),
    }
}

fn insert_one(conn: &mut SqliteConnection, letter: &SealedLetter, due_at: &NaiveDateTime) -> QueryResult<()> {
    Prepared::<InsertOne, _>::new(
        "INSERT INTO letters (public_id, name, language, recipient_kind, recipient, recipient_index, \
         subscriber_id, body_values, gate, cause, state, due_at, created_at) VALUES (",
        &[
            &value::<Text, _>(&letter.public_id),
            &value::<Text, _>(&letter.name),
            &value::<Text, _>(&letter.language),
            &value::<Text, _>(&letter.recipient_kind),
            &value::<Nullable<Binary>, _>(&letter.recipient),
            &value::<Binary, _>(&letter.recipient_index),
            &value::<Nullable<BigInt>, _>(&letter.subscriber_id),
            &value::<Nullable<Binary>, _>(&letter.body_values),
            &value::<Text, _>(&letter.gate),
            &value::<Text, _>(&letter.cause),
            &value::<Text, _>(&State::Due),
            &value::<Timestamp, _>(due_at),
        ],
        ", ?12)", // the time once more: it was made then, too
    )
    .execute(conn)
    .map(drop)
}
