//! A dispatch: one issue on its way.

use std::str::FromStr;

use chrono::NaiveDateTime;
use diesel::{dsl::sql, prelude::*, sql_types::Bool};
use serde::{Deserialize, Serialize};

use crate::{
    db::{
        Conn, PublicId,
        schema::{deliveries, dispatches},
    },
    delivery::{NewEdition, State, WhenUncertain, messages::editions, relays::relay},
    subscribers::{Cadence, audience::Audience},
};

use super::tally;

/// ```text
/// running ⇄ paused (by an admin, or by the breaker, which says why)
/// running ── nothing waits ──▶ done
/// running | paused ── cancel ──▶ cancelled: what waits is skipped
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DispatchState {
    Running,
    Paused,
    Cancelled,
    Done,
}

impl DispatchState {
    const ALL: [DispatchState; 4] =
        [DispatchState::Running, DispatchState::Paused, DispatchState::Cancelled, DispatchState::Done];

    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            DispatchState::Running => "running",
            DispatchState::Paused => "paused",
            DispatchState::Cancelled => "cancelled",
            DispatchState::Done => "done",
        }
    }
}

impl FromStr for DispatchState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = DispatchState::ALL.into_iter().find(|state| state.as_str() == word);
        known.ok_or_else(|| format!("no such state: {word}"))
    }
}

crate::db::text_column!(DispatchState);

/// An issue that is to go out.
pub struct NewDispatch<'a> {
    pub issue_id: i64,
    pub cadence: Cadence,
    pub audience: &'a Audience,
    /// One for each reading choice; the first one is for those whose choice has none.
    pub editions: &'a [NewEdition],
    pub when_uncertain: WhenUncertain,
    /// What stands behind the `@` of its Message-IDs, whatever the settings say later.
    pub message_domain: &'a str,
}

/// An issue that was started.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = dispatches)]
pub struct Dispatch {
    pub id: i64,
    pub public_id: PublicId,
    pub issue_id: i64,
    pub state: DispatchState,
    /// Why it was paused, where that was not an admin: `too_many_failures`, `message_refused`, `no_connection`, `refused`,
    /// `held`, `restored`.
    pub reason: Option<String>,
    /// When its last reader was counted.
    pub frozen_at: Option<NaiveDateTime>,
    pub started_at: NaiveDateTime,
    pub finished_at: Option<NaiveDateTime>,
}

/// What becomes of the messages that were held because nobody knows whether they arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// They are sent once more.
    Resend,
    /// They are skipped.
    Drop,
}

/// Which readers a dispatch is for.
#[derive(Serialize, Deserialize)]
pub struct Readers {
    pub cadence: Cadence,
    pub audience: Audience,
}

/// Starts an issue; its readers are counted by [`super::freeze_step`]. A second start of the same issue is a unique
/// violation.
pub fn start(conn: &mut Conn, new: &NewDispatch<'_>, now: NaiveDateTime) -> QueryResult<i64> {
    let readers = Readers { cadence: new.cadence, audience: new.audience.clone() };
    let readers = serde_json::to_string(&readers)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    let id = diesel::insert_into(dispatches::table)
        .values((
            dispatches::public_id.eq(PublicId::random()),
            dispatches::issue_id.eq(new.issue_id),
            dispatches::state.eq(DispatchState::Running),
            dispatches::audience.eq(readers),
            dispatches::uncertain.eq(new.when_uncertain),
            dispatches::message_domain.eq(new.message_domain),
            dispatches::started_at.eq(now),
            dispatches::watched_from.eq(now),
        ))
        .returning(dispatches::id)
        .get_result(conn)?;
    for edition in new.editions {
        editions::insert(conn, id, edition)?;
    }
    Ok(id)
}

/// The dispatch of an issue, if it was started.
pub fn find_by_issue(conn: &mut Conn, issue_id: i64) -> QueryResult<Option<Dispatch>> {
    dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .select(Dispatch::as_select())
        .first(conn)
        .optional()
}

/// Pauses an issue at an admin's wish. Messages in hand are finished; nothing more goes. True if it ran.
pub fn pause(conn: &mut Conn, issue_id: i64) -> QueryResult<bool> {
    let running = dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .filter(dispatches::state.eq(DispatchState::Running));
    let changed = diesel::update(running)
        .set((dispatches::state.eq(DispatchState::Paused), dispatches::reason.eq(None::<String>)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The messages of an issue that are held because nobody knows whether they arrived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undecided {
    pub n: i64,
    /// Nothing is left to do but to decide about them.
    pub is_all_that_waits: bool,
}

/// What an admin has to decide about.
pub fn undecided(conn: &mut Conn, issue_id: i64) -> QueryResult<Undecided> {
    let Some(dispatch) = find_by_issue(conn, issue_id)? else { return Ok(Undecided::default()) };
    let counts = tally::count(conn, dispatch.id)?;
    let is_all_that_waits =
        dispatch.frozen_at.is_some() && counts.held > 0 && counts.waiting() == counts.held;
    Ok(Undecided { n: counts.held, is_all_that_waits })
}

/// Goes on with a paused issue: nobody gets it twice. What is held stays so. The breaker begins to count anew, and the
/// mail server gets its chance at once. True if it was paused.
pub fn resume(conn: &mut Conn, issue_id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let paused = dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .filter(dispatches::state.eq(DispatchState::Paused));
    let resumed = diesel::update(paused)
        .set((
            dispatches::state.eq(DispatchState::Running),
            dispatches::reason.eq(None::<String>),
            watched_anew(now),
        ))
        .execute(conn)?;
    if resumed == 1 {
        relay::are_well(conn)?;
    }
    Ok(resumed == 1)
}

/// What failed before is no reason to pause.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn watched_anew(now: NaiveDateTime) -> _ {
    (dispatches::watched_from.eq(now), dispatches::n_failed.eq(0_i64), dispatches::n_refused.eq(0_i64))
}

/// Decides about the messages of an issue on its way of which nobody knows whether they arrived. True if there were any.
pub fn decide_held(conn: &mut Conn, issue_id: i64, held: Held, now: NaiveDateTime) -> QueryResult<bool> {
    let state = match held {
        Held::Resend => State::Due,
        Held::Drop => State::Skipped,
    };
    let open = dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .filter(dispatches::state.eq_any([DispatchState::Running, DispatchState::Paused]));
    let Some(id) = open.select(dispatches::id).first::<i64>(conn).optional()? else { return Ok(false) };
    let theirs =
        deliveries::table.filter(deliveries::dispatch_id.eq(id)).filter(sql::<Bool>("state = 'held'"));
    let changed = diesel::update(theirs)
        .set((deliveries::state.eq(state), deliveries::due_at.eq(now)))
        .execute(conn)?;
    Ok(changed > 0)
}

/// Gives an issue up. Messages in hand are finished; who waits is skipped, in steps. True if it was on its way.
pub fn cancel(conn: &mut Conn, issue_id: i64) -> QueryResult<bool> {
    let open = dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .filter(dispatches::state.eq_any([DispatchState::Running, DispatchState::Paused]));
    let changed = diesel::update(open)
        .set((dispatches::state.eq(DispatchState::Cancelled), dispatches::reason.eq(None::<String>)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Dispatches that send.
pub fn running(conn: &mut Conn) -> QueryResult<Vec<i64>> {
    dispatches::table
        .filter(dispatches::finished_at.is_null())
        .filter(dispatches::state.eq(DispatchState::Running))
        .order(dispatches::id)
        .select(dispatches::id)
        .load(conn)
}

/// The same, and when each was started.
pub fn running_since(conn: &mut Conn) -> QueryResult<Vec<(i64, NaiveDateTime)>> {
    dispatches::table
        .filter(dispatches::finished_at.is_null())
        .filter(dispatches::state.eq(DispatchState::Running))
        .order(dispatches::id)
        .select((dispatches::id, dispatches::started_at))
        .load(conn)
}

/// Pauses a dispatch for a reason of our own. Its issue, if it ran.
pub fn pause_running(conn: &mut Conn, id: i64, reason: &str) -> QueryResult<Option<i64>> {
    diesel::update(dispatches::table.find(id).filter(dispatches::state.eq(DispatchState::Running)))
        .set((dispatches::state.eq(DispatchState::Paused), dispatches::reason.eq(reason)))
        .returning(dispatches::issue_id)
        .get_result(conn)
        .optional()
}
