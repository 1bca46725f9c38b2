//! What came back, as rows: each kind once for each message.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    db::{
        Conn, execute_native,
        schema::{deliveries, letters, returned, returned_counts, seen_calls},
    },
    delivery::{Handed, State},
};

use super::{Kind, read::Report};

/// How long it is known what came back, and what webhooks brought.
const KEPT: TimeDelta = TimeDelta::days(40);
/// How many rows one call forgets.
const CHUNK: i64 = 1_000;

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
    let insert = diesel::insert_into(returned::table).values(row).on_conflict_do_nothing();
    let is_news = execute_native(conn, insert)? == 1;
    if is_news {
        count(conn, report.kind)?;
    }
    Ok(is_news)
}

fn count(conn: &mut Conn, kind: Kind) -> QueryResult<()> {
    let first = (returned_counts::kind.eq(kind.as_str()), returned_counts::n.eq(1));
    let insert = diesel::insert_into(returned_counts::table).values(first);
    let one_more = returned_counts::n.eq(returned_counts::n + 1);
    execute_native(conn, insert.on_conflict(returned_counts::kind).do_update().set(one_more))?;
    Ok(())
}

/// How much of each kind ever came back, each kind once for each message.
pub fn counts(conn: &mut Conn) -> QueryResult<Vec<(Kind, i64)>> {
    let counted: Vec<(String, i64)> = returned_counts::table.load(conn)?;
    let n = |kind: Kind| counted.iter().find(|(word, _)| word == kind.as_str()).map_or(0, |(_, n)| *n);
    Ok(Kind::KEPT.map(|kind| (kind, n(kind))).to_vec())
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

/// A message's id, when it ended, and the server's answer.
type Row = (i64, NaiveDateTime, Option<i32>, Option<String>);
/// What came back of messages, by their ids.
type Kinds = Vec<(Option<i64>, String)>;

/// How the last `limit` mails to somebody ended that were handed over or refused since a time, the newest first.
pub fn last_endings(
    conn: &mut Conn,
    subscriber_id: i64,
    since: Option<NaiveDateTime>,
    limit: i64,
) -> QueryResult<Vec<Ending>> {
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
    let (issues_back, own_back) = kinds_of(conn, &issues, &own)?;
    let mut endings = with_kinds(issues, &issues_back);
    endings.extend(with_kinds(own, &own_back));
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.at));
    endings.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(endings)
}

fn kinds_of(conn: &mut Conn, issues: &[Row], own: &[Row]) -> QueryResult<(Kinds, Kinds)> {
    let ids = |rows: &[Row]| rows.iter().map(|row| Some(row.0)).collect::<Vec<_>>();
    let of_issues = returned::table
        .filter(returned::delivery_id.eq_any(ids(issues)))
        .select((returned::delivery_id, returned::kind))
        .load(conn)?;
    let of_own = returned::table
        .filter(returned::letter_id.eq_any(ids(own)))
        .select((returned::letter_id, returned::kind))
        .load(conn)?;
    Ok((of_issues, of_own))
}

fn with_kinds(rows: Vec<Row>, back: &Kinds) -> Vec<Ending> {
    let ending = |(id, at, reply_code, reply_status)| {
        let kinds = back.iter().filter(|(of, _)| *of == Some(id)).map(|(_, kind)| kind.clone()).collect();
        Ending { at, reply_code, reply_status, kinds }
    };
    rows.into_iter().map(ending).collect()
}

/// Forgets some of what has served. True if there may be more. A job for every hour.
pub fn forget(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let old = now - KEPT;
    let reports: Vec<i64> =
        returned::table.filter(returned::created_at.lt(old)).limit(CHUNK).select(returned::id).load(conn)?;
    diesel::delete(returned::table.filter(returned::id.eq_any(&reports))).execute(conn)?;
    let calls: Vec<Vec<u8>> = seen_calls::table
        .filter(seen_calls::created_at.lt(old))
        .limit(CHUNK)
        .select(seen_calls::fingerprint)
        .load(conn)?;
    diesel::delete(seen_calls::table.filter(seen_calls::fingerprint.eq_any(&calls))).execute(conn)?;
    Ok(reports.len() as i64 == CHUNK || calls.len() as i64 == CHUNK)
}

/// Whether a report of this kind is kept at all.
pub fn is_kept(kind: Kind) -> bool {
    Kind::KEPT.contains(&kind)
}
