//! One round through the mailbox. What was settled is removed, but only behind its commit; what nobody understands stays
//! for people to see, marked as read, so that it is not read again.

use std::{future::Future, time::Duration};

use anyhow::{Context, anyhow};
use async_imap::types::Uid;
use futures_util::TryStreamExt;
use tokio::time::timeout;

use crate::{
    app::App,
    bounces::{
        Kind, Outcome,
        read::{MOST, read},
        settle,
    },
};

use super::{
    connect::{SignedIn, sign_in},
    url::Mailbox,
};

/// How long the server may take with one command.
const PATIENCE: Duration = Duration::from_secs(30);

/// What becomes of a mail that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Remove,
    Keep,
}

/// Reads what is new. How many mails that were.
pub async fn round(app: &App, mailbox: &Mailbox) -> anyhow::Result<usize> {
    let mut session = sign_in(mailbox).await?;
    let can_remove = within(session.capabilities()).await?.has_str("UIDPLUS");
    within(session.select(&mailbox.folder)).await.context("opening the folder")?;
    let mut new: Vec<Uid> = within(session.uid_search("UNSEEN UNDELETED")).await?.into_iter().collect();
    new.sort_unstable();
    for uid in &new {
        let fate = take(app, &mut session, *uid).await?;
        mark(&mut session, *uid, if can_remove { fate } else { Fate::Keep }).await?;
    }
    // Nothing is lost if the server does not say goodbye.
    within(session.logout()).await.ok();
    Ok(new.len())
}

/// Reads one mail and settles what it says. A mail that the server can't show is passed over.
async fn take(app: &App, session: &mut SignedIn, uid: Uid) -> anyhow::Result<Fate> {
    let query = format!("(UID BODY.PEEK[]<0.{MOST}>)");
    let fetched =
        within(async { session.uid_fetch(uid.to_string(), &query).await?.try_collect::<Vec<_>>().await })
            .await?;
    let Some(body) = fetched.iter().find_map(|fetch| fetch.body()) else { return Ok(Fate::Keep) };
    let report = read(body);
    let outcome = settle(app, &report)?;
    Ok(fate(report.kind, outcome))
}

/// Somebody may have written to us, and even quote a notice: what bears no token of ours, or what no program wrote, is not
/// removed unless it was done.
fn fate(kind: Kind, outcome: Outcome) -> Fate {
    match (kind, outcome) {
        (_, Outcome::Left | Outcome::Settled) => Fate::Remove,
        (Kind::Unknown, _) | (_, Outcome::Nobody) => Fate::Keep,
        (_, Outcome::Nothing) => Fate::Remove,
    }
}

async fn mark(session: &mut SignedIn, uid: Uid, fate: Fate) -> anyhow::Result<()> {
    let (uid, flags) = match fate {
        Fate::Remove => (uid.to_string(), "+FLAGS.SILENT (\\Seen \\Deleted)"),
        Fate::Keep => (uid.to_string(), "+FLAGS.SILENT (\\Seen)"),
    };
    within(async { session.uid_store(&uid, flags).await?.try_collect::<Vec<_>>().await }).await?;
    if fate == Fate::Remove {
        within(async { session.uid_expunge(&uid).await?.try_collect::<Vec<_>>().await }).await?;
    }
    Ok(())
}

/// The answer to a command, if it comes in time.
async fn within<T>(command: impl Future<Output = async_imap::error::Result<T>>) -> anyhow::Result<T> {
    let answer = timeout(PATIENCE, command).await.context("the mailbox's server does not answer")?;
    answer.map_err(|error| anyhow!("the mailbox's server does not do it: {}", without_text(&error)))
}

/// What went wrong, without the server's words, which may hold an address.
fn without_text(error: &async_imap::error::Error) -> &'static str {
    use async_imap::error::Error;
    match error {
        Error::No(_) => "it refuses",
        Error::Bad(_) => "it does not understand",
        Error::ConnectionLost => "the connection is lost",
        Error::Io(_) => "the connection broke",
        _ => "its answer makes no sense",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_may_have_written_stays() {
        assert_eq!(fate(Kind::Unknown, Outcome::Nobody), Fate::Keep);
        assert_eq!(fate(Kind::Unknown, Outcome::Nothing), Fate::Keep);
        assert_eq!(fate(Kind::Unknown, Outcome::Left), Fate::Remove);
        assert_eq!(fate(Kind::Hard, Outcome::Settled), Fate::Remove);
        assert_eq!(fate(Kind::Hard, Outcome::Nobody), Fate::Keep);
        assert_eq!(fate(Kind::Hard, Outcome::Nothing), Fate::Remove);
        assert_eq!(fate(Kind::Ignored, Outcome::Nobody), Fate::Keep);
        assert_eq!(fate(Kind::Ignored, Outcome::Nothing), Fate::Remove);
    }
}
