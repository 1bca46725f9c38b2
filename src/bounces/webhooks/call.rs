//! One call: its body, what it brought, and settling that once.

use actix_web::HttpResponse;

use crate::{
    app::App,
    bounces::{
        act::{Outcome, act},
        read::Report,
        settle::tell,
        store,
    },
    subscribers::Mistake,
    web::Failure,
};

/// Bytes of a call: a batch of events, or a whole returned mail.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Reports of a call that are settled in one transaction.
const MOST_REPORTS: usize = 1_000;

/// What a call that was proved brought.
pub enum Brought {
    Events(Call),
    /// Nothing to settle: a question whether we are there.
    Nothing,
}

/// Reports, and by what the call is known if it comes again.
pub struct Call {
    pub fingerprint: [u8; 32],
    pub reports: Vec<Report>,
}

/// Why a call is not taken.
#[derive(Debug)]
pub enum Refusal {
    /// Its signature is not theirs, or older than it may be.
    Unproved,
    /// It is signed, and makes no sense.
    Unreadable,
    /// It could not be looked at.
    Ours(anyhow::Error),
}

/// Settles what a call brought, and notes that it came, in one transaction. The same call again changes nothing.
pub async fn settle(app: &App, call: Call) -> Result<HttpResponse, Failure> {
    if call.reports.len() > MOST_REPORTS {
        return Err(Failure::TooLarge);
    }
    let kinds: Vec<_> = call.reports.iter().map(|report| report.kind).collect();
    let (vault, now) = (app.vault.clone(), app.clock.now());
    let outcomes: Option<Vec<Outcome>> = app
        .db
        .write(move |conn| {
            if !store::see(conn, &call.fingerprint, now)? {
                return Ok(None);
            }
            let outcomes = call.reports.iter().map(|report| act(conn, &vault, report, now));
            outcomes.collect::<Result<Vec<_>, _>>().map(Some).map_err(Failure::from)
        })
        .await?;
    let Some(outcomes) = outcomes else { return Err(Failure::Conflict(Mistake::new("problem-repeated"))) };
    kinds.into_iter().zip(outcomes).for_each(|(kind, outcome)| tell(kind, outcome));
    Ok(HttpResponse::Ok().finish())
}
