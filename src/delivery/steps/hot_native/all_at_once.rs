//! On PostgreSQL.
//!
//! `(…) IS TRUE` keeps PostgreSQL from the indexes of an issue's rows and of what is in hand: these seem to be few, but
//! the indexes are full of those that were a moment ago.

use chrono::NaiveDateTime;
use diesel::{
    deserialize::QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamp},
};

use crate::db::{Woven, column, value};

use super::{Exchanged, Passing, Taken};

struct ExchangeAll;

/// All parts see the database as it was before the statement, which is right because no message is both taken and
/// passing.
pub(super) fn exchange(
    conn: &mut PgConnection,
    owner: &str,
    taken: &[Taken],
    passing: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Exchanged> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Bool)]
        is_taken: bool,
    }
    let words = [
        "WITH taken AS (UPDATE deliveries SET state = 'sent', attempts = attempts + 1, owner = NULL, \
         reply_code = row.reply_code, reply_status = row.reply_status, due_at = ",
        " FROM unnest(",
        ", ",
        ", ",
        ") AS row (id, reply_code, reply_status) \
         WHERE deliveries.id = row.id AND deliveries.state = 'in_data' AND (deliveries.owner = ",
        ") IS TRUE RETURNING deliveries.id, deliveries.dispatch_id), \
         counted AS (INSERT INTO tallies (dispatch_id, worker, second, n_sent) SELECT dispatch_id, ",
        ", ",
        ", COUNT(*) FROM taken GROUP BY dispatch_id \
         ON CONFLICT (dispatch_id, worker, second) DO UPDATE SET n_sent = tallies.n_sent + excluded.n_sent), \
         passed AS (UPDATE deliveries SET state = 'in_data', message_date = row.date FROM unnest(",
        ", ",
        ", ",
        ", ",
        ") AS row (id, subscriber_id, reader_updated_at, date) \
         JOIN subscribers ON subscribers.id = row.subscriber_id AND subscribers.status = 'active' \
         AND subscribers.updated_at = row.reader_updated_at \
         WHERE deliveries.id = row.id AND deliveries.state IN ('leased', 'in_data') \
         AND NOT EXISTS (SELECT 1 FROM suppressions \
         WHERE suppressions.email_index = subscribers.email_index AND reason <> 'declined' \
         AND (until IS NULL OR until > ",
        ")) AND (deliveries.dispatch_id = ANY (ARRAY(SELECT id FROM dispatches \
         WHERE dispatches.state = 'running' AND finished_at IS NULL)) AND deliveries.owner = ",
        ") IS TRUE RETURNING deliveries.id) \
         SELECT id, TRUE AS is_taken FROM taken UNION ALL SELECT id, FALSE FROM passed",
    ];
    let second = now.and_utc().timestamp();
    let rows: Vec<Row> = Woven::<ExchangeAll, _>::new(
        &words,
        &[
            &value::<Timestamp, _>(&now),
            &value::<Array<BigInt>, _>(&column(taken, |message| &message.id)),
            &value::<Array<Integer>, _>(&column(taken, |message| &message.reply_code)),
            &value::<Array<Nullable<Text>>, _>(&column(taken, |message| &message.reply_status)),
            &value::<Text, _>(owner),
            &value::<Text, _>(owner),
            &value::<BigInt, _>(&second),
            &value::<Array<BigInt>, _>(&column(passing, |message| &message.id)),
            &value::<Array<BigInt>, _>(&column(passing, |message| &message.subscriber_id)),
            &value::<Array<Timestamp>, _>(&column(passing, |message| &message.reader_updated_at)),
            &value::<Array<Timestamp>, _>(&column(passing, |message| &message.date)),
            &value::<Timestamp, _>(&now),
            &value::<Text, _>(owner),
        ],
    )
    .load(conn)?;
    let ids = |is_taken| rows.iter().filter(move |row| row.is_taken == is_taken).map(|row| row.id).collect();
    Ok(Exchanged { taken: ids(true), passed: ids(false) })
}
