//! The preferences page. It shows no name and no address: a forwarded mail must not tell who its reader was.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    i18n::Args,
    preferences::{
        form::{PAUSES, PreferenceFields},
        link::StalePage,
        opening::{Opened, open},
    },
    subscribers::{Mistakes, Status, Subscriber, token::Purpose, topics},
    web::{Failure, Here, Page, join_form::Choice, private},
};

/// The purposes of links that open this page.
pub const PURPOSES: [Purpose; 2] = [Purpose::Preferences, Purpose::FreshPreferences];

#[derive(Serialize)]
struct PreferencesPage {
    masked: String,
    status: &'static str,
    status_args: Args,
    status_kind: &'static str,
    on_the_list: bool,
    /// Whether the link opens address, export and erasure.
    fresh: bool,
    done: Option<&'static str>,
    reading: String,
    first_language: String,
    cadence: String,
    paused_days: String,
    /// The new address as it was typed.
    email: String,
    readings: Vec<Choice>,
    languages: Vec<Choice>,
    cadences: Vec<Choice>,
    topics: Vec<Choice>,
    pauses: Vec<Choice>,
    leave_path: String,
    mistakes: Mistakes,
}

impl Page for PreferencesPage {
    const TEMPLATE: &'static str = "preferences/show.html";
}

#[derive(Serialize)]
struct ErasedPage {}

impl Page for ErasedPage {
    const TEMPLATE: &'static str = "preferences/erased.html";
}

/// What was just done, as the redirect to this page says.
#[derive(Deserialize)]
pub struct Just {
    done: Option<String>,
}

/// What may have been done. Each has a sentence `done-…`, but erasing, which has a page.
const DONE: [&str; 4] = ["save", "change_address", "export", "revoke_links"];

/// Shows a subscriber what they chose, by the link in a mail.
pub async fn show(
    app: Data<App>,
    here: Here,
    path: Path<(String, String)>,
    just: Query<Just>,
) -> Result<HttpResponse, Failure> {
    let done = just.done.as_deref();
    let known = DONE.into_iter().find(|word| Some(*word) == done);
    match open(&app, &PURPOSES, &path.1).await? {
        Opened::Stale => stale(&app, &here, known.filter(|word| *word == "revoke_links")),
        Opened::Nobody { was_fresh } => nobody(&app, &here, was_fresh),
        Opened::Person { subscriber, is_fresh } => {
            let seen = Seen { subscriber: &subscriber, is_fresh, done: known };
            page(&app, &here, StatusCode::OK, &seen, None, Mistakes::new()).await
        }
    }
}

/// Whoever erased everything with this link sees so as often as they press or reload. What an old mail's link led to
/// is not told: the mail may have been passed on.
pub fn nobody(app: &App, here: &Here, was_fresh: bool) -> Result<HttpResponse, Failure> {
    match was_fresh {
        true => app.web.page(here, &ErasedPage {}).map(private),
        false => Err(Failure::NotFound),
    }
}

/// For links whose time is over: one field, and a new one comes.
pub fn stale(app: &App, here: &Here, done: Option<&'static str>) -> Result<HttpResponse, Failure> {
    app.web.page(here, &StalePage::after(done)).map(private)
}

/// Whose page is shown, and after what.
pub struct Seen<'a> {
    pub subscriber: &'a Subscriber,
    pub is_fresh: bool,
    pub done: Option<&'static str>,
}

/// The page, with what was typed instead of what is kept if there are mistakes in it.
pub async fn page(
    app: &App,
    here: &Here,
    status: StatusCode,
    seen: &Seen<'_>,
    typed: Option<PreferenceFields>,
    mistakes: Mistakes,
) -> Result<HttpResponse, Failure> {
    let id = seen.subscriber.id;
    let (all, chosen) = app
        .db
        .read(move |conn| Ok::<_, Failure>((topics::list(conn)?, topics::chosen_by(conn, id)?)))
        .await?;
    let fields = typed.unwrap_or_else(|| PreferenceFields::of(seen.subscriber, chosen));
    let page = PreferencesPage {
        masked: seen.subscriber.email(&app.vault)?.masked(),
        status: seen.subscriber.status.as_str(),
        status_args: status_args(app, here, seen.subscriber),
        status_kind: match seen.subscriber.status {
            Status::Active => "ok",
            Status::Paused => "look",
            Status::Left | Status::Unreachable | Status::Complained => "bad",
        },
        on_the_list: seen.subscriber.status.is_on_the_list(),
        fresh: seen.is_fresh,
        done: seen.done,
        readings: Choice::readings(&app.web, &here.language),
        languages: Choice::languages(&app.web),
        cadences: Choice::cadences(&app.web, &here.language),
        topics: Choice::topics(&all, &here.language, &fields.topics),
        pauses: pauses(app, here, seen.subscriber),
        leave_path: format!("/{}/leave/{}", here.language.as_str(), app.links.leave_token(seen.subscriber)),
        reading: fields.reading,
        first_language: fields.first_language,
        cadence: fields.cadence,
        paused_days: fields.paused_days,
        email: fields.email,
        mistakes,
    };
    app.web.page_with(status, here, &page).map(private)
}

fn status_args(app: &App, here: &Here, subscriber: &Subscriber) -> Args {
    match subscriber.paused_until {
        Some(end) => Args::new().with("day", app.catalogue.date(&here.language, end)),
        None => Args::new(),
    }
}

fn pauses(app: &App, here: &Here, subscriber: &Subscriber) -> Vec<Choice> {
    let plain = |key: &str, args: &Args| app.catalogue.plain(&here.language, key, args);
    let mut choices = vec![Choice::new("0", plain("pause-none", &Args::new()))];
    if subscriber.status == Status::Paused {
        choices.push(Choice::new("keep", plain("pause-keep", &status_args(app, here, subscriber))));
    }
    let days = PAUSES
        .map(|days| Choice::new(days.to_string(), plain("pause-days", &Args::new().with("count", days))));
    choices.extend(days);
    choices
}
