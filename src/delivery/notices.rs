//! What must reach the admins: a row that their owner, above us, turns into letters.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

use crate::db::{Conn, schema::notices};

/// The mail server refuses us: `{"reply", "issues"}`.
pub(super) const MAIL_REFUSED: &str = "mail_refused";
/// An issue was paused by us: `{"issue_id", "reason"}`.
pub(super) const ISSUE_PAUSED: &str = "issue_paused";

pub(super) fn tell(conn: &mut Conn, kind: &str, detail: &Value, now: NaiveDateTime) -> QueryResult<()> {
    diesel::insert_into(notices::table)
        .values((notices::kind.eq(kind), notices::detail.eq(detail.to_string()), notices::created_at.eq(now)))
        .execute(conn)?;
    Ok(())
}
