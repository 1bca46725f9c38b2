//! The connection that a postman has to the mail server.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use metrics::{counter, histogram};

use crate::{
    mail::{Connection, Fate, Mailer},
    telemetry::metrics::{CONNECTIONS, SMTP_SECONDS},
};

use super::{fence::Fence, message::Parcel, relay::Trouble};

/// A connection, kept while it lives.
#[derive(Default)]
pub(super) struct Line(Option<Box<dyn Connection>>);

/// How a try went.
pub(super) struct Try {
    pub fate: Fate,
    pub trouble: Option<Trouble>,
    /// What the fence found, if it came to that.
    pub fence: Option<Fence>,
}

impl Line {
    /// Brings a parcel. A connection that was used before may have been closed since; a fresh one gets its chance, as
    /// long as the fence was not asked.
    pub fn bring(
        &mut self,
        mailer: &Mailer,
        parcel: &Parcel,
        fence: impl Fn() -> diesel::QueryResult<Fence>,
    ) -> Try {
        loop {
            let fresh = self.0.is_none();
            let mut line = match self.0.take().map_or_else(|| connect(mailer), Ok) {
                Ok(line) => line,
                Err(fate) => return no_connection(fate),
            };
            let mut found = None;
            let mut ask = || match fence() {
                Ok(answer) => *found.insert(answer) == Fence::Holds,
                Err(error) => {
                    tracing::error!(%error, "The fence could not be asked");
                    false
                }
            };
            let began = Instant::now();
            let sent =
                catch_unwind(AssertUnwindSafe(|| line.send(&parcel.envelope, &parcel.bytes, &mut ask)));
            let fate = match sent {
                Ok(fate) => fate,
                Err(_) if found == Some(Fence::Holds) => Fate::Uncertain("the postman stumbled".to_owned()),
                Err(_) => Fate::Unreachable("the postman stumbled".to_owned()),
            };
            histogram!(SMTP_SECONDS).record(began.elapsed());
            let broken = matches!(fate, Fate::Unreachable(_));
            if !broken && line.is_alive() {
                self.0 = Some(line);
            }
            if broken && !fresh && found.is_none() {
                continue;
            }
            let trouble = match fate {
                Fate::OurFault(_) => Some(Trouble::Refused),
                Fate::Unreachable(_) => Some(Trouble::Broken),
                _ => None,
            };
            return Try { fate, trouble, fence: found };
        }
    }
}

fn connect(mailer: &Mailer) -> Result<Box<dyn Connection>, Fate> {
    let opened = mailer.connect();
    let outcome = if opened.is_ok() { "open" } else { "failed" };
    counter!(CONNECTIONS, "outcome" => outcome).increment(1);
    opened
}

fn no_connection(fate: Fate) -> Try {
    let trouble = match fate {
        Fate::OurFault(_) => Trouble::Refused,
        _ => Trouble::NoConnection,
    };
    Try { fate, trouble: Some(trouble), fence: None }
}
