//! What came back, as rows: each kind once for each message.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    db::{
        Conn, execute_native,
        schema::{deliveries, letters, returned, seen_calls},
    },
    delivery::{Handed, State},
};

use super::{Kind, read::Report};

/// How long it is known what came back, and what webhooks brought.
const KEPT: TimeDelta = TimeDelta::days(40);

/// How a message ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub at: NaiveDateTime,
    pub reply_code: Option<i32>,
    pub reply_status: Option<String>,
    /// What came back of it later.
    pub kinds: Vec<String>,
}

/// Keeps what came back of a message. False if that was known.
pub fn record(conn: &mut Conn, of: &Handed, report: &Report, now: NaiveDateTime) -> QueryResult<bool> {
    let (delivery, letter) = ids(of);
    let row = (
        returned::delivery_id.eq(delivery),
        returned::letter_id.eq(letter),
        returned::kind.eq(report.kind.as_str()),
        returned::reply_code.eq(report.reply.map(i32::from)),
        returned::reply_status.eq(report.status.map(|status| status.to_string())),
        returned::created_at.eq(now),
    );
    Ok(execute_native(conn, diesel::insert_into(returned::table).values(row).on_conflict_do_nothing())? == 1)
}

fn ids(of: &Handed) -> (Option<i64>, Option<i64>) {
    match of {
        Handed::Delivery { id, .. } => (Some(*id), None),
        Handed::Letter { id, .. } => (None, Some(*id)),
    }
}

/// Notes that a webhook brought this. False if it was brought before.
pub fn see(conn: &mut Conn, fingerprint: &[u8], now: NaiveDateTime) -> QueryResult<bool> {
    let row = (seen_calls::fingerprint.eq(fingerprint.to_vec()), seen_calls::created_at.eq(now));
    Ok(execute_native(conn, diesel::insert_into(seen_calls::table).values(row).on_conflict_do_nothing())?
        == 1)
}

/// How the last `limit` mails to somebody ended that were handed over or refused since a time, the newest first.
pub fn last_endings(
    conn: &mut Conn,
    subscriber_id: i64,
    since: Option<NaiveDateTime>,
    limit: i64,
) -> QueryResult<Vec<Ending>> {
    type Row = (i64, NaiveDateTime, Option<i32>, Option<String>);
    let since = since.unwrap_or_default();
    let issues: Vec<Row> = deliveries::table
        .filter(deliveries::subscriber_id.eq(subscriber_id))
        .filter(deliveries::state.eq_any([State::Sent, State::Failed]))
        .filter(deliveries::due_at.gt(since))
        .order(deliveries::due_at.desc())
        .limit(limit)
        .select((deliveries::id, deliveries::due_at, deliveries::reply_code, deliveries::reply_status))
        .load(conn)?;
    let own: Vec<Row> = letters::table
        .filter(letters::subscriber_id.eq(subscriber_id))
        .filter(letters::state.eq_any([State::Sent, State::Failed]))
        .filter(letters::due_at.gt(since))
        .order(letters::due_at.desc())
        .limit(limit)
        .select((letters::id, letters::due_at, letters::reply_code, letters::reply_status))
        .load(conn)?;
    let back: Vec<(Option<i64>, Option<i64>, String)> = returned::table
        .filter(
            returned::delivery_id
                .eq_any(issues.iter().map(|row| Some(row.0)).collect::<Vec<_>>())
                .or(returned::letter_id.eq_any(own.iter().map(|row| Some(row.0)).collect::<Vec<_>>())),
        )
        .order(returned::id)
        .select((returned::delivery_id, returned::letter_id, returned::kind))
        .load(conn)?;
    let ending =
        |row: Row, kinds: Vec<String>| Ending { at: row.1, reply_code: row.2, reply_status: row.3, kinds };
    let of = |is: &dyn Fn(&(Option<i64>, Option<i64>, String)) -> bool| -> Vec<String> {
        back.iter().filter(|row| is(row)).map(|row| row.2.clone()).collect()
    };
    let mut endings: Vec<Ending> = issues
        .into_iter()
        .map(|row| {
            let kinds = of(&|back| back.0 == Some(row.0));
            ending(row, kinds)
        })
        .collect();
    endings.extend(own.into_iter().map(|row| {
        let kinds = of(&|back| back.1 == Some(row.0));
        ending(row, kinds)
    }));
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.at));
    endings.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(endings)
}

/// Forgets what has served. A job for every hour.
pub fn forget(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<()> {
    let old = now - KEPT;
    diesel::delete(returned::table.filter(returned::created_at.lt(old))).execute(conn)?;
    diesel::delete(seen_calls::table.filter(seen_calls::created_at.lt(old))).execute(conn)?;
    Ok(())
}

/// Whether a report of this kind is kept at all.
pub fn is_kept(kind: Kind) -> bool {
    !matches!(kind, Kind::Ignored | Kind::Unknown)
}
