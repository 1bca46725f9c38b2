//! How an issue goes: its page, and what changes of it while somebody looks.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::own_words::OwnWords;
use crate::{
    access::{Screen, Session, console, console_part},
    app::App,
    db::PublicId,
    delivery::{self, Brake},
    issues::{
        HeldBackView, ProgressView, Refusal, ReplyView, Status, StatusTag, progress::progress_of, store,
    },
    web::{Failure, Seen, path_id, with_script},
};

#[derive(Serialize)]
struct ProgressPage {
    id: PublicId,
    number: i64,
    tag: StatusTag,
    /// Why it paused, and what to do about it.
    pause: Option<Pause>,
    /// Whether something may still change, and the page is to show it.
    watches: bool,
    /// Whether something still moves, so that there is more to see.
    moves: bool,
    /// Whether the page is to stay as it is (WCAG 2.2.1: whoever needs longer to read can stop it).
    still: bool,
    /// How many mails wait for somebody who decides about them, if that is to be asked now.
    undecided_mails: i64,
    /// Nothing else is left, so it goes on only by deciding.
    undecided: bool,
    /// How many of those that failed may be tried again.
    retryable: i64,
    figures: Figures,
}

/// Why it paused: what happened, and what to do next, as keys of sentences; the second one links to where.
#[derive(Serialize)]
struct Pause {
    why: String,
    next: String,
    place: &'static str,
}

/// What changes while it is looked at.
#[derive(Serialize)]
struct Figures {
    progress: ProgressView,
    replies: Vec<ReplyShown>,
    settled: i64,
    held: Option<HeldShown>,
    /// It is over, and nobody got it.
    nobody: bool,
    /// The key of the sentence that says who was skipped.
    skipped_hint: &'static str,
    /// Rounded down to tenths: what is said aloud is not said at every message.
    percent: i64,
    speed: i64,
    minutes_left: Option<i64>,
}

/// What holds it back, as a sentence.
#[derive(Serialize)]
struct HeldShown {
    key: String,
    count: i64,
    until: Option<DateTime<Utc>>,
    /// The colour of a notice; none for what is as the owner wished.
    kind: &'static str,
    /// Where somebody lets it go on.
    url: &'static str,
}

/// What was said of some mails; what we say ourselves is a sentence of the page's language.
#[derive(Serialize)]
struct ReplyShown {
    #[serde(flatten)]
    said: ReplyView,
    ours: Option<OwnWords>,
}

/// The parts of the page that a script swaps, by the names in its template.
#[derive(Serialize)]
struct Parts {
    tag: String,
    figures: String,
    replies: String,
    said: String,
}

/// Whether the page of the progress follows what goes on.
#[derive(Deserialize)]
pub struct Watching {
    #[serde(default)]
    still: bool,
}

/// What the page showed when its script began to watch.
#[derive(Deserialize)]
pub struct Shown {
    status: Status,
}

/// Shows where everybody's mail is.
pub async fn progress(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    watching: Query<Watching>,
) -> Result<HttpResponse, Failure> {
    let (id, outbox, now) = (path_id(&path)?, app.outbox.clone(), app.clock.now());
    let wanted = id.clone();
    let (number, progress, retryable, held) = app
        .db
        .read(move |conn| {
            let row = store::find(conn, &wanted)?.ok_or(Refusal::NotFound)?.row;
            let progress = progress_of(conn, &outbox, &row, now)?;
            let retryable = match progress.failed {
                0 => 0,
                _ => delivery::n_retryable(conn, row.id)?,
            };
            let held = delivery::undecided(conn, row.id)?;
            Ok::<_, Refusal>((row.number, progress, retryable, held))
        })
        .await?;
    let undecided = progress.status == Status::Paused && held.is_all_that_waits;
    let asks = progress.reason.as_deref() == Some("held") || undecided;
    let may_be_retried = progress.status == Status::Sent || progress.status.is_under_way();
    let page = ProgressPage {
        number,
        tag: StatusTag::of_progress(&progress),
        pause: Pause::of(&progress),
        watches: progress.status.is_under_way() && !watching.still,
        moves: progress.status == Status::Sending,
        still: watching.still,
        undecided_mails: if asks { held.n } else { 0 },
        undecided,
        retryable: if may_be_retried { retryable } else { 0 },
        figures: Figures::of(progress, now.and_utc()),
        id,
    };
    let shown = console(&app, &session, Screen::Issues, "issues/progress.html", &page)?;
    Ok(if page.watches { with_script(shown) } else { shown })
}

/// Tells of every change until the issue's state is another than the page shows, or the session ends.
pub async fn events(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    shown: Query<Shown>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&path)?;
    look(&app, &session, &id, shown.status).await?;
    let streams = app.streams.clone();
    streams.watch(async move || look(&app, &session, &id, shown.status).await)
}

async fn look(app: &App, session: &Session, id: &PublicId, shown: Status) -> Result<Seen, Failure> {
    if !session.lasts(app).await? {
        return Ok(Seen::Forbidden);
    }
    let (wanted, outbox, now) = (id.clone(), app.outbox.clone(), app.clock.now());
    let progress = app
        .db
        .read(move |conn| {
            let issue = store::find(conn, &wanted)?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>(progress_of(conn, &outbox, &issue.row, now)?)
        })
        .await?;
    if progress.status != shown {
        return Ok(Seen::Over("{}".to_owned()));
    }
    #[derive(Serialize)]
    struct Part {
        tag: StatusTag,
        figures: Figures,
    }
    let part = Part { tag: StatusTag::of_progress(&progress), figures: Figures::of(progress, now.and_utc()) };
    let html = |name: &str| console_part(app, session, &format!("issues/progress_{name}.html"), &part);
    let parts = Parts {
        tag: html("tag")?,
        figures: html("figures")?,
        replies: html("replies")?,
        said: html("said")?,
    };
    Ok(Seen::Progress(serde_json::to_string(&parts).map_err(anyhow::Error::new)?))
}

impl Pause {
    fn of(progress: &ProgressView) -> Option<Pause> {
        let reason = match (progress.status, progress.reason.as_deref()) {
            (Status::Paused, Some(reason)) => reason,
            (Status::Paused, None) => "by_hand",
            _ => return None,
        };
        let place = match reason {
            "too_many_failures" | "message_refused" | "refused" => "#replies",
            "held" => "#undecided",
            "restored" => "/admin/",
            _ => "",
        };
        Some(Pause {
            why: format!("issue-paused-{reason}"),
            next: format!("issue-paused-next-{reason}"),
            place,
        })
    }
}

impl Figures {
    fn of(progress: ProgressView, now: DateTime<Utc>) -> Figures {
        let settled = progress.selected - progress.waiting;
        Figures {
            settled,
            percent: tenths(settled, progress.selected),
            speed: progress.per_second.round() as i64,
            minutes_left: progress.eta.and_then(|eta| minutes_left((eta - now).num_seconds())),
            held: progress.held_back.as_ref().map(HeldShown::of),
            nobody: progress.status == Status::Sent && progress.sent == 0,
            skipped_hint: match progress.status {
                Status::Cancelled => "issue-progress-skipped-cancelled",
                _ => "issue-progress-skipped-hint",
            },
            replies: progress.replies.iter().cloned().map(ReplyShown::from).collect(),
            progress,
        }
    }
}

impl HeldShown {
    fn of(held: &HeldBackView) -> HeldShown {
        let (kind, url) = match held.why {
            Brake::Restore => ("bad", "/admin/"),
            Brake::Relay | Brake::Nobody => ("look", ""),
            Brake::Takeover | Brake::Today | Brake::Rate | Brake::Retries | Brake::Domains => ("", ""),
        };
        HeldShown { key: held.key(), count: held.most.unwrap_or_default(), until: held.until, kind, url }
    }
}

impl From<ReplyView> for ReplyShown {
    fn from(said: ReplyView) -> ReplyShown {
        ReplyShown { ours: OwnWords::of(said.code, &said.text), said }
    }
}

fn tenths(settled: i64, selected: i64) -> i64 {
    if selected > 0 { settled * 10 / selected * 10 } else { 0 }
}

/// Minutes, as long as they are few enough to be of use; the day and time stand beside them.
fn minutes_left(seconds: i64) -> Option<i64> {
    Some(minutes(seconds)).filter(|minutes| *minutes <= 120)
}

/// Whole minutes, and never none: what is not done takes a while.
fn minutes(seconds: i64) -> i64 {
    ((seconds + 59) / 60).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_aloud_changes_ten_times() {
        let check = |settled, selected, expected| assert_eq!(tenths(settled, selected), expected);
        check(0, 0, 0);
        check(9, 100, 0);
        check(10, 100, 10);
        check(999, 1000, 90);
        check(3, 3, 100);
    }

    #[test]
    fn a_minute_begun_is_a_minute() {
        let check = |seconds, expected| assert_eq!(minutes(seconds), expected);
        check(0, 1);
        check(60, 1);
        check(61, 2);
        assert_eq!((minutes_left(7_200), minutes_left(7_201)), (Some(120), None));
    }
}
