//! How many messages of an issue are where. What servers took is counted as it is settled, in the same transaction; what
//! failed, was skipped or is held is few, and counted when somebody asks.

use chrono::NaiveDateTime;
use diesel::{
    dsl::{exists, max, sql},
    prelude::*,
    sql_types::BigInt,
};

use crate::{
    db::{
        Conn,
        schema::{dispatches, tallies},
    },
    delivery::State,
};

/// The messages of an issue, at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Readers counted so far.
    pub selected: i64,
    pub sent: i64,
    pub failed: i64,
    pub skipped: i64,
    /// Of those that wait: for an admin.
    pub held: i64,
}

impl Counts {
    /// Neither sent nor given up.
    pub fn waiting(&self) -> i64 {
        self.selected - self.sent - self.failed - self.skipped
    }
}

/// Counts what an issue's messages are. One statement, so that its figures fit together whatever others do meanwhile.
pub fn count(conn: &mut Conn, dispatch_id: i64) -> QueryResult<Counts> {
    let ended = |word: &str| {
        let condition = format!(
            "(SELECT COUNT(*) FROM deliveries WHERE dispatch_id = dispatches.id AND state = '{word}')"
        );
        sql::<BigInt>(&condition)
    };
    let total =
        "(SELECT CAST(COALESCE(SUM(n_sent), 0) AS BIGINT) FROM tallies WHERE dispatch_id = dispatches.id)";
    let (selected, sent, failed, skipped, held) = dispatches::table
        .find(dispatch_id)
        .select((
            dispatches::n_selected,
            sql::<BigInt>(total),
            ended(State::Failed.as_str()),
            ended(State::Skipped.as_str()),
            ended(State::Held.as_str()),
        ))
        .first(conn)?;
    Ok(Counts { selected, sent, failed, skipped, held })
}

/// How many messages servers took since a moment, to the second.
pub fn sent_since(conn: &mut Conn, dispatch_id: i64, since: NaiveDateTime) -> QueryResult<i64> {
    let second = since.and_utc().timestamp();
    tallies::table
        .filter(tallies::dispatch_id.eq(dispatch_id))
        .filter(tallies::second.ge(second))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(n_sent), 0) AS BIGINT)"))
        .first(conn)
}

/// Which of these issues somebody got.
pub fn reached(conn: &mut Conn, issue_ids: &[i64]) -> QueryResult<Vec<i64>> {
    dispatches::table
        .inner_join(tallies::table.on(tallies::dispatch_id.eq(dispatches::id)))
        .filter(dispatches::issue_id.eq_any(issue_ids))
        .filter(tallies::n_sent.gt(0))
        .select(dispatches::issue_id)
        .distinct()
        .load(conn)
}

/// Whether anybody ever got an issue.
pub fn has_reached_anybody(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(exists(tallies::table.filter(tallies::n_sent.gt(0)))).get_result(conn)
}

/// Puts the seconds of an issue that is over together into one row.
pub fn close(conn: &mut Conn, dispatch_id: i64) -> QueryResult<()> {
    let theirs = tallies::table.filter(tallies::dispatch_id.eq(dispatch_id));
    let last: Option<i64> = theirs.select(max(tallies::second)).first(conn)?;
    let Some(last) = last else { return Ok(()) };
    let total: i64 = theirs.select(sql::<BigInt>("CAST(SUM(n_sent) AS BIGINT)")).first(conn)?;
    diesel::delete(theirs).execute(conn)?;
    diesel::insert_into(tallies::table)
        .values((
            tallies::dispatch_id.eq(dispatch_id),
            tallies::worker.eq(""),
            tallies::second.eq(last),
            tallies::n_sent.eq(total),
        ))
        .execute(conn)?;
    Ok(())
}
