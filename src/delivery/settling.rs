//! A postman writes down how each try ended.

use std::{thread, time::Duration};

use diesel::QueryResult;
use metrics::counter;

use crate::{
    db::Conn,
    mail::Fate,
    telemetry::metrics::{ATTEMPTS, LEASES_LOST},
};

use super::{
    claim::{ClaimedDelivery, ClaimedLetter},
    line::Try,
    postman::Postman,
    settle::{self, Outcome},
};

/// How often a postman who is to stop asks a database that does not take what must be written.
const LAST_TRIES: u32 = 3;

impl Postman<'_> {
    pub(super) fn settle_letter(
        &mut self,
        row: &ClaimedLetter,
        outcome: Outcome,
        result: Option<Try>,
    ) -> anyhow::Result<()> {
        let (id, me) = (row.id, self.me.clone());
        self.settle("letter", result, move |conn, _| settle::letter(conn, &me, id, &outcome))
    }

    pub(super) fn settle_delivery(
        &mut self,
        row: &ClaimedDelivery,
        outcome: Outcome,
        result: Option<Try>,
    ) -> anyhow::Result<()> {
        let (id, dispatch_id, subscriber_id) = (row.id, row.dispatch_id, row.subscriber_id);
        let (me, now) = (self.me.clone(), self.office.clock.now());
        self.settle("issue", result, move |conn, fate| {
            let mine = settle::delivery(conn, &me, id, &outcome)?;
            if mine {
                settle::follow_delivery(conn, dispatch_id, subscriber_id, fate, &outcome, now)?;
            }
            Ok(mine)
        })
    }

    /// Settles a row in one transaction with all that follows from it.
    fn settle(
        &mut self,
        kind: &'static str,
        result: Option<Try>,
        write: impl Fn(&mut Conn, &Fate) -> QueryResult<bool> + Clone + Send + 'static,
    ) -> anyhow::Result<()> {
        let (had_failed, now) = (self.relay_failed, self.office.clock.now());
        let (talked, fate, trouble) = match result {
            Some(result) => (true, result.fate, result.trouble),
            None => (false, Fate::NotSent, None),
        };
        tell(&fate);
        if talked {
            counter!(ATTEMPTS, "kind" => kind, "fate" => fate.kind()).increment(1);
        }
        let mine = self.insist(|| {
            let (fate, write) = (fate.clone(), write.clone());
            self.office.db.write_blocking(move |conn| {
                let mine = write(conn, &fate)?;
                if talked {
                    settle::follow_relay(conn, &fate, trouble, had_failed, now)?;
                }
                Ok(mine)
            })
        })?;
        if talked && trouble.is_none() {
            self.relay_failed = false;
        }
        if !mine {
            counter!(LEASES_LOST).increment(1);
            tracing::warn!("A message was settled by somebody else: this worker was taken for dead");
        }
        Ok(())
    }

    /// What was sent must be written down, so a database that is locked, full or away is asked again and again, and
    /// nothing else is sent meanwhile. Told to stop, a postman gives up soon: whoever takes the row over, still
    /// `in_data`, knows that it is uncertain.
    fn insist(&self, write: impl Fn() -> QueryResult<bool>) -> QueryResult<bool> {
        let mut last_tries = LAST_TRIES;
        loop {
            match write() {
                Err(error) if last_tries > 0 => {
                    tracing::warn!(%error, "A message could not be settled yet");
                    last_tries -= u32::from(self.is_stopped());
                    thread::sleep(Duration::from_secs(1));
                }
                written => return written,
            }
        }
    }
}

fn tell(fate: &Fate) {
    match fate {
        Fate::Unreachable(why) | Fate::Uncertain(why) => tracing::warn!(why, "The connection was lost"),
        Fate::OurFault(reply) => tracing::error!(%reply, "The mail server takes nothing from us"),
        _ => (),
    }
}
