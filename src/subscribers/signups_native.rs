//! Many signups at once: on PostgreSQL by one statement over arrays, which reads the same however many rows there are.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Binary, Text, Timestamp},
};

use crate::db::{Conn, schema::signups};

use super::signups::NewSignup;

pub(super) fn insert(conn: &mut Conn, new: &[&NewSignup]) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => sql_query(
            "INSERT INTO signups (public_id, email_index, wanted, language, state, created_at) \
             SELECT * FROM unnest($1, $2, $3, $4, $5, $6)",
        )
        .bind::<Array<Text>, _>(column(new, |row| &row.public_id))
        .bind::<Array<Binary>, _>(column(new, |row| &row.email_index))
        .bind::<Array<Binary>, _>(column(new, |row| &row.wanted))
        .bind::<Array<Text>, _>(column(new, |row| &row.language))
        .bind::<Array<Text>, _>(column(new, |row| &row.state))
        .bind::<Array<Timestamp>, _>(column(new, |row| &row.created_at))
        .execute(conn)
        .map(drop),
        Conn::Sqlite(conn) => new.iter().try_for_each(|row| {
            diesel::insert_into(signups::table).values(*row).execute(conn)?;
            Ok(())
        }),
    }
}

fn column<'a, T>(rows: &[&'a NewSignup], of: impl Fn(&'a NewSignup) -> &'a T) -> Vec<&'a T> {
    rows.iter().map(|row| of(row)).collect()
}
