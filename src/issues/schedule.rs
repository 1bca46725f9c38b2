//! Issues that start by themselves, and those that ended.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;

use crate::{
    access::notices,
    app::App,
    db::Conn,
    issues::{
        Refusal, Status, sending,
        store::{self, Row},
    },
};

/// Later than this nobody expects it any more: the admins are asked.
const TOO_LATE: TimeDelta = TimeDelta::hours(1);

/// What is to be done with a scheduled issue.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    Wait,
    Start,
    /// No worker ran when it was time.
    Missed,
}

fn turn(send_at: Option<NaiveDateTime>, now: NaiveDateTime) -> Turn {
    match send_at {
        Some(at) if now < at => Turn::Wait,
        Some(at) if now - at > TOO_LATE => Turn::Missed,
        Some(_) => Turn::Start,
        None => Turn::Missed,
    }
}

/// The job: starts what is due, and notes what ended. An issue that fails holds up no other.
pub fn run(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    for row in app.db.read_blocking(move |conn| store::in_states(conn, &[Status::Scheduled]))? {
        let id = row.public_id.clone();
        if let Err(error) = take_turn(app, row, now) {
            tracing::error!(issue.id = %id, error = format!("{error:#}"), "A scheduled issue did not start");
        }
    }
    app.db.write_blocking(move |conn| sending::follow(conn, now))?;
    Ok(())
}

fn take_turn(app: &App, row: Row, now: NaiveDateTime) -> anyhow::Result<()> {
    match turn(row.send_at, now) {
        Turn::Wait => Ok(()),
        Turn::Start => start(app, row, now),
        Turn::Missed => {
            let held = move |conn: &mut Conn| hold(conn, &row, Status::Approved, "issue_missed", None, now);
            Ok(app.db.write_blocking(held)?)
        }
    }
}

/// What can't start any more, because it changed or lost its readers, is held instead of tried for ever.
fn start(app: &App, row: Row, now: NaiveDateTime) -> anyhow::Result<()> {
    match sending::start_due(app, &row.public_id) {
        Ok(_) | Err(Refusal::NotNow(_) | Refusal::Changed) => Ok(()),
        Err(Refusal::Failed(error)) => Err(error),
        Err(refusal) => {
            let why = refusal.mistake().map(|mistake| mistake.key);
            Ok(app
                .db
                .write_blocking(move |conn| hold(conn, &row, Status::Draft, "issue_not_started", why, now))?)
        }
    }
}

fn hold(
    conn: &mut Conn,
    row: &Row,
    back_to: Status,
    kind: &str,
    why: Option<&str>,
    now: NaiveDateTime,
) -> diesel::QueryResult<()> {
    // As the list of the job has it: meanwhile it may have got a later hour.
    let is_held = match row.send_at {
        Some(_) => store::advance_due(conn, row, back_to, now)?,
        None => store::advance(conn, row, &[Status::Scheduled], back_to, now)?,
    };
    if is_held {
        store::set_send_at(conn, row.id, None)?;
        let detail = json!({ "issue": row.public_id, "number": row.number, "reason": why });
        notices::tell(conn, kind, &detail, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_that_missed_its_hour_waits_for_somebody() {
        let at: NaiveDateTime = "2026-11-23T09:00:00".parse().unwrap();
        let check = |minutes: i64, expected: Turn| {
            assert_eq!(turn(Some(at), at + TimeDelta::minutes(minutes)), expected, "{minutes}");
        };
        check(-1, Turn::Wait);
        check(0, Turn::Start);
        check(60, Turn::Start);
        check(61, Turn::Missed);
        assert_eq!(turn(None, at), Turn::Missed);
    }
}
