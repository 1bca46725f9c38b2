//! What must reach the admins: rows that `access`, above us, turns into letters. What happens down here is told by the
//! same function as what happens above.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{
    dsl::{exists, select},
    prelude::*,
};
use serde_json::Value;

use crate::db::{Conn, schema::notices};

/// The mail server refuses us: `{"reply"}`.
pub(super) const MAIL_REFUSED: &str = "mail_refused";
/// An issue was paused by us: `{"issue_id", "reason"}`.
pub(super) const ISSUE_PAUSED: &str = "issue_paused";

/// Notes something that the admins must know. `detail` is an object of numbers and words, never an address.
pub fn tell(conn: &mut Conn, kind: &str, detail: &Value, now: NaiveDateTime) -> QueryResult<()> {
    diesel::insert_into(notices::table)
        .values((notices::kind.eq(kind), notices::detail.eq(detail.to_string()), notices::created_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Notes it unless the admins were told of the same kind within this time: what comes round should not nag.
pub fn tell_now_and_then(
    conn: &mut Conn,
    kind: &str,
    detail: &Value,
    silence: TimeDelta,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let told = notices::table.filter(notices::kind.eq(kind)).filter(notices::created_at.gt(now - silence));
    if select(exists(told)).get_result(conn)? { Ok(()) } else { tell(conn, kind, detail, now) }
}
