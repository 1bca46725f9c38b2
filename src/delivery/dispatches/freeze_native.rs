//! The rows of an issue's readers, many at once. On PostgreSQL one statement over arrays; on SQLite, where a statement
//! costs no journey, one of fixed words for each.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Timestamp},
};

use crate::db::{Conn, Woven, column, value};

/// A reader who is taken in, and the edition that they get.
#[derive(Debug, Clone, Copy)]
pub struct TakenIn {
    pub subscriber_id: i64,
    pub edition_id: i64,
}

struct InsertOne;
struct InsertAll;

/// Writes a delivery for each reader, due at `due_at`.
pub fn insert(
    conn: &mut Conn,
    dispatch_id: i64,
    readers: &[TakenIn],
    due_at: NaiveDateTime,
) -> QueryResult<()> {
    let (dispatch_id, due_at) = (value::<BigInt, _>(&dispatch_id), value::<Timestamp, _>(&due_at));
    match conn {
        Conn::Sqlite(conn) => {
            for reader in readers {
                let words = [
                    "INSERT INTO deliveries (state, dispatch_id, due_at, subscriber_id, edition_id) VALUES ('due', ",
                    ", ",
                    ", ",
                    ", ",
                    ")",
                ];
                let subscriber_id = value::<BigInt, _>(&reader.subscriber_id);
                let edition_id = value::<BigInt, _>(&reader.edition_id);
                Woven::<InsertOne, _>::new(&words, &[&dispatch_id, &due_at, &subscriber_id, &edition_id])
                    .execute(conn)?;
            }
        }
        Conn::Postgres(conn) => {
            let words = [
                "INSERT INTO deliveries (state, dispatch_id, due_at, subscriber_id, edition_id) SELECT 'due', ",
                ", ",
                ", row.* FROM unnest(",
                ", ",
                ") AS row",
            ];
            let (subscriber_ids, edition_ids) = (
                column(readers, |reader| &reader.subscriber_id),
                column(readers, |reader| &reader.edition_id),
            );
            let subscriber_ids = value::<Array<BigInt>, _>(&subscriber_ids);
            let edition_ids = value::<Array<BigInt>, _>(&edition_ids);
            Woven::<InsertAll, _>::new(&words, &[&dispatch_id, &due_at, &subscriber_ids, &edition_ids])
                .execute(conn)?;
        }
    }
    Ok(())
}
