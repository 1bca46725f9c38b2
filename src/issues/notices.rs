//! What admins must know of issues that move by themselves.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

use crate::db::{Conn, schema::notices};

/// Notes something for all admins. `detail` is an object of numbers and words.
pub fn tell(conn: &mut Conn, kind: &str, detail: &Value, now: NaiveDateTime) -> QueryResult<usize> {
    let row = (notices::kind.eq(kind), notices::detail.eq(detail.to_string()), notices::created_at.eq(now));
    diesel::insert_into(notices::table).values(row).execute(conn)
}
