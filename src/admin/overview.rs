//! The first page of the console: what there is, how it goes, and what is to be done.

use actix_web::{
    HttpResponse,
    web::{Data, ServiceConfig, resource},
};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    access::{Screen, Session, console, enabled_admins},
    admin::{
        chart::Chart,
        news::{self, Piece},
        stats::{self, Day, Stats},
        todo::{self, Known, Stage, Step},
    },
    app::App,
    config::SmtpSetting,
    db::{Conn, schema::articles},
    delivery::{self, Outbox},
    i18n::{Args, Catalogue, Direction, Language},
    issues::{self, HeldBackView, Issue, ProgressView, Reach, StatusTag},
    sources::{self, SourceView},
    subscribers::{ReadingChoice, Status},
    web::{Failure, read},
};

/// How long a notice stays on the page.
const NEWS: TimeDelta = TimeDelta::days(7);
/// Stuck letters are counted up to here.
const STUCK: i64 = 100;

/// `/admin`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource(["/admin", "/admin/"]).route(read().to(show)));
}

/// What the database says.
struct Facts {
    stats: Stats,
    last_issue: Option<LastIssue>,
    under_way: Vec<(Issue, ProgressView)>,
    has_reached_anybody: bool,
    sources: Vec<SourceView>,
    stuck: usize,
    held_since: Option<NaiveDateTime>,
    news: Vec<Piece>,
    admins: i64,
    articles: i64,
}

/// The issue with the highest number, and what became of it if it was started.
struct LastIssue {
    issue: Issue,
    progress: Option<ProgressView>,
}

#[derive(Serialize)]
struct OverviewPage {
    total: i64,
    statuses: Vec<Figure>,
    readings: Vec<Figure>,
    chart: Chart,
    growth: Vec<DayShown>,
    last_issue: Option<IssueCard>,
    under_way: Vec<RunningCard>,
    sources: Vec<SourceView>,
    stuck: usize,
    /// Since when nothing is sent, because the database was restored.
    held_since: Option<NaiveDateTime>,
    notices: Vec<NoticeShown>,
    todo: Vec<Step>,
}

/// A day on which somebody came or went.
#[derive(Serialize)]
struct DayShown {
    day: NaiveDateTime,
    joined: i64,
    left: i64,
}

impl From<Day> for DayShown {
    fn from(one: Day) -> DayShown {
        DayShown { day: one.day.and_time(NaiveTime::MIN), joined: one.joined, left: one.left }
    }
}

/// A count with a link to those whom it counts.
#[derive(Serialize)]
struct Figure {
    label: String,
    count: i64,
    url: String,
}

#[derive(Serialize)]
struct IssueCard {
    url: String,
    number: i64,
    subject: String,
    tag: StatusTag,
    at: NaiveDateTime,
    /// How many mails failed of an issue that nobody got.
    nobody: Option<i64>,
}

/// An issue that is on its way.
#[derive(Serialize)]
struct RunningCard {
    url: String,
    number: i64,
    subject: String,
    tag: StatusTag,
    settled: i64,
    progress: ProgressView,
    /// The key of what holds it back.
    held: Option<String>,
}

#[derive(Serialize)]
struct NoticeShown {
    title: &'static str,
    text: &'static str,
    args: Args,
    at: NaiveDateTime,
    issue: Option<IssueNamed>,
}

/// The issue that a notice is about.
#[derive(Serialize)]
struct IssueNamed {
    url: String,
    number: i64,
    subject: String,
}

async fn show(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    let (languages, now) = (app.catalogue.languages().to_vec(), app.clock.now());
    let outbox = app.outbox.clone();
    let facts = app.db.read(move |conn| facts(conn, &outbox, &languages, now)).await?;
    console(&app, &session, Screen::Overview, "admin/overview.html", &page(&app, &session.language, facts))
}

fn facts(conn: &mut Conn, outbox: &Outbox, languages: &[Language], now: NaiveDateTime) -> QueryResult<Facts> {
    let mut under_way = Vec::new();
    for row in issues::store::in_states(conn, &issues::Status::UNDER_WAY)? {
        if let Some(issue) = issues::store::find(conn, &row.public_id)? {
            let progress = issues::progress_of(conn, outbox, &issue.row, now)?;
            under_way.push((issue, progress));
        }
    }
    let last_issue = match issues::store::list(conn, None, 1)?.pop() {
        Some(issue) if issue.row.status == issues::Status::Sent => {
            let progress = issues::progress_of(conn, outbox, &issue.row, now)?;
            Some(LastIssue { issue, progress: Some(progress) })
        }
        last => last.map(|issue| LastIssue { issue, progress: None }),
    };
    let sources: Vec<SourceView> = sources::store::list(conn)?.iter().map(SourceView::from).collect();
    Ok(Facts {
        stats: stats::count(conn, languages, now)?,
        last_issue,
        under_way,
        has_reached_anybody: delivery::has_reached_anybody(conn)?,
        stuck: delivery::stuck_letters(conn, STUCK)?.len(),
        held_since: delivery::held_since(conn)?,
        news: news::since(conn, outbox, &sources, now - NEWS)?,
        sources,
        admins: enabled_admins(conn)?,
        articles: articles::table.count().get_result(conn)?,
    })
}

fn page(app: &App, language: &Language, facts: Facts) -> OverviewPage {
    let known = Known {
        is_named: !app.config.site_names.is_empty(),
        has_postal_address: !app.config.postal_address.is_empty(),
        has_mail_server: !matches!(app.config.smtp_url, SmtpSetting::Mailbox),
        has_articles: facts.articles > 0,
        has_people: facts.stats.subscribers.total > 0,
        first_issue: Stage::of_issue(facts.has_reached_anybody, facts.under_way.len() as i64),
        has_two_admins: facts.admins > 1,
    };
    OverviewPage {
        total: facts.stats.subscribers.total,
        statuses: statuses(&app.catalogue, language, &facts.stats),
        readings: readings(&app.catalogue, language, &facts.stats),
        chart: Chart::of(&facts.stats.growth, app.catalogue.direction(language) == Direction::Rtl),
        growth: active_days(facts.stats.growth),
        last_issue: facts
            .last_issue
            .filter(|last| !last.issue.row.status.is_under_way())
            .map(|last| card(language, &last)),
        under_way: facts
            .under_way
            .into_iter()
            .map(|(issue, progress)| running(language, &issue, progress))
            .collect(),
        sources: facts.sources,
        stuck: facts.stuck,
        held_since: facts.held_since,
        notices: facts.news.iter().map(|piece| shown(language, piece)).collect(),
        todo: todo::steps(known),
    }
}

fn active_days(days: Vec<Day>) -> Vec<DayShown> {
    days.into_iter().rev().filter(|day| day.joined + day.left > 0).map(DayShown::from).collect()
}

fn statuses(catalogue: &Catalogue, language: &Language, stats: &Stats) -> Vec<Figure> {
    let figure = |status: &Status| {
        let word = status.as_str();
        Figure {
            label: catalogue.plain(language, &format!("status-{word}"), &Args::new()),
            count: stats.subscribers.status.get(word).copied().unwrap_or(0),
            url: format!("/admin/people?status={word}"),
        }
    };
    Status::ALL.iter().map(figure).collect()
}

fn readings(catalogue: &Catalogue, language: &Language, stats: &Stats) -> Vec<Figure> {
    let all = catalogue.languages().len() as i64;
    let choices = catalogue.languages().iter().cloned().map(ReadingChoice::One).chain([ReadingChoice::Both]);
    let label = |choice: &ReadingChoice| match choice {
        ReadingChoice::One(one) => catalogue.name(one).to_owned(),
        ReadingChoice::Both => catalogue.plain(language, "reading-all", &Args::new().with("count", all)),
    };
    let figures = choices.map(|choice| Figure {
        label: label(&choice),
        count: stats.subscribers.reading.get(choice.as_str()).copied().unwrap_or(0),
        url: format!("/admin/people?reading={}", choice.as_str()),
    });
    figures.collect()
}

fn card(language: &Language, LastIssue { issue, progress }: &LastIssue) -> IssueCard {
    let reach = progress.as_ref().map_or(Reach::Somebody, |progress| Reach::of(progress.sent));
    let url = format!("/admin/issues/{}", issue.row.public_id);
    let nobody = progress.as_ref().filter(|_| reach == Reach::Nobody).map(|progress| progress.failed);
    IssueCard {
        url: if nobody.is_some() { format!("{url}/progress") } else { url },
        number: issue.row.number,
        subject: issue.words(language).subject,
        tag: StatusTag::of(issue.row.status, reach, None),
        at: issue.row.finished_at.or(issue.row.send_at).unwrap_or(issue.row.updated_at),
        nobody,
    }
}

fn running(language: &Language, issue: &Issue, progress: ProgressView) -> RunningCard {
    RunningCard {
        url: format!("/admin/issues/{}/progress", issue.row.public_id),
        number: issue.row.number,
        subject: issue.words(language).subject,
        tag: StatusTag::of_progress(&progress),
        settled: progress.selected - progress.waiting,
        held: progress.held_back.as_ref().map(HeldBackView::key),
        progress,
    }
}

fn shown(language: &Language, Piece { notice, issue }: &Piece) -> NoticeShown {
    let (title, text) = notice.keys();
    let issue = issue.as_ref().map(|issue| named(language, issue));
    NoticeShown { title, text, args: notice.args(), at: notice.created_at, issue }
}

fn named(language: &Language, issue: &Issue) -> IssueNamed {
    let url = format!("/admin/issues/{}", issue.row.public_id);
    IssueNamed {
        url: if issue.row.status.is_open() { url } else { format!("{url}/progress") },
        number: issue.row.number,
        subject: issue.words(language).subject,
    }
}
