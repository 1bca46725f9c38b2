//! Many signups at once: on PostgreSQL by one statement over arrays, which reads the same however many rows there are;
//! on SQLite, where a statement costs no journey, by one for each row.

use diesel::{
    prelude::*,
    sql_types::{Array, Binary, Text, Timestamp},
};

use crate::db::{Conn, Prepared, column, value};

use super::signups::NewSignup;

struct InsertAll;
struct InsertOne;

pub(super) fn insert(conn: &mut Conn, new: &[&NewSignup]) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => Prepared::<InsertAll, _>::new(
            "INSERT INTO signups (public_id, email_index, wanted, language, state, created_at) \
             SELECT * FROM unnest(",
            &[
                &value::<Array<Text>, _>(&column(new, |row| &row.public_id)),
                &value::<Array<Binary>, _>(&column(new, |row| &row.email_index)),
                &value::<Array<Binary>, _>(&column(new, |row| &row.wanted)),
                &value::<Array<Text>, _>(&column(new, |row| &row.language)),
                &value::<Array<Text>, _>(&column(new, |row| &row.state)),
                &value::<Array<Timestamp>, _>(&column(new, |row| &row.created_at)),
            ],
            ")",
        )
        .execute(conn)
        .map(drop),
        Conn::Sqlite(conn) => new.iter().try_for_each(|row| insert_one(conn, row)),
    }
}

fn insert_one(conn: &mut SqliteConnection, row: &NewSignup) -> QueryResult<()> {
    Prepared::<InsertOne, _>::new(
        "INSERT INTO signups (public_id, email_index, wanted, language, state, created_at) VALUES (",
        &[
            &value::<Text, _>(&row.public_id),
            &value::<Binary, _>(&row.email_index),
            &value::<Binary, _>(&row.wanted),
            &value::<Text, _>(&row.language),
            &value::<Text, _>(&row.state),
            &value::<Timestamp, _>(&row.created_at),
        ],
        ")",
    )
    .execute(conn)
    .map(drop)
}
