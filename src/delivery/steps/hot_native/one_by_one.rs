//! On SQLite.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Integer, Nullable, Text, Timestamp},
};

use crate::db::{Woven, value};

use super::{Exchanged, Passing, Taken};

struct PassOne;
struct TakeOne;

/// Settles what was taken and lets pass what may, without counting it.
pub(super) fn exchange(
    conn: &mut SqliteConnection,
    owner: &str,
    taken: &[Taken],
    passing: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Exchanged> {
    let mut exchanged = Exchanged::default();
    for message in taken {
        if take_one(conn, owner, message, now)? == 1 {
            exchanged.taken.push(message.id);
        }
    }
    for message in passing {
        if pass_one(conn, owner, message, now)? == 1 {
            exchanged.passed.push(message.id);
        }
    }
    Ok(exchanged)
}

fn pass_one(
    conn: &mut SqliteConnection,
    owner: &str,
    message: &Passing,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    Woven::<PassOne, _>::new(
        &[
            "UPDATE deliveries SET state = 'in_data', message_date = ",
            " WHERE id = ",
            " AND (state = 'leased' OR state = 'in_data') AND owner = ",
            " AND EXISTS (SELECT 1 FROM dispatches WHERE dispatches.id = deliveries.dispatch_id \
             AND dispatches.state = 'running' AND finished_at IS NULL) \
             AND EXISTS (SELECT 1 FROM subscribers WHERE subscribers.id = deliveries.subscriber_id \
             AND status = 'active' AND updated_at = ",
            " AND NOT EXISTS (SELECT 1 FROM suppressions \
             WHERE suppressions.email_index = subscribers.email_index AND reason <> 'declined' \
             AND (until IS NULL OR until > ",
            ")))",
        ],
        &[
            &value::<Timestamp, _>(&message.date),
            &value::<BigInt, _>(&message.id),
            &value::<Text, _>(owner),
            &value::<Timestamp, _>(&message.reader_updated_at),
            &value::<Timestamp, _>(&now),
        ],
    )
    .execute(conn)
}

fn take_one(
    conn: &mut SqliteConnection,
    owner: &str,
    message: &Taken,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    Woven::<TakeOne, _>::new(
        &[
            "UPDATE deliveries SET state = 'sent', attempts = attempts + 1, owner = NULL, due_at = ",
            ", reply_code = ",
            ", reply_status = ",
            " WHERE id = ",
            " AND state = 'in_data' AND owner = ",
            "",
        ],
        &[
            &value::<Timestamp, _>(&now),
            &value::<Integer, _>(&message.reply_code),
            &value::<Nullable<Text>, _>(&message.reply_status),
            &value::<BigInt, _>(&message.id),
            &value::<Text, _>(owner),
        ],
    )
    .execute(conn)
}
