//! What the editor's page shows.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    access::{Role, Session},
    app::App,
    db::{Conn, PublicId},
    delivery,
    i18n::Language,
    issues::{
        HeldBackView, Issue, Missing, Piece, Reach, Refusal, Status, StatusTag, WordsChange, approval,
        check::{self, Checked, Readers},
        console::choices::ChoicesView,
        edition::in_language,
        piece, prose, store,
    },
    subscribers::Mistake,
};

/// Characters of a subject that phones show whole.
const FITS: usize = 45;
/// Articles that are offered to be added.
const OFFERED: i64 = 60;

/// What was typed and could not be saved.
#[derive(Debug, Default)]
pub struct Draft {
    pub texts: Vec<(Language, WordsChange)>,
    pub refusal: Option<Refusal>,
}

/// What `templates/issues/editor.html` shows.
#[derive(Serialize)]
pub struct EditorPage {
    issue: Heading,
    columns: Vec<Column>,
    rows: Vec<ArticleRow>,
    offered: Vec<Offer>,
    choices: ChoicesView,
    report: Checked,
    readers: ReadersView,
    next: Next,
    refusal: Option<Mistake>,
    mistakes: BTreeMap<&'static str, Mistake>,
}

#[derive(Serialize)]
struct Heading {
    id: PublicId,
    number: i64,
    slug: String,
    status: Status,
    tag: StatusTag,
    revision: i64,
    updated_at: NaiveDateTime,
    send_at: Option<NaiveDateTime>,
    is_open: bool,
}

/// An issue's words in one language.
#[derive(Serialize)]
struct Column {
    lang: Language,
    name: String,
    subject: String,
    letters: usize,
    /// `none`, `fit` or `long`: whether phones show the subject whole.
    length: &'static str,
    preheader: String,
    opening: String,
    closing: String,
    opening_sanitised: String,
    closing_sanitised: String,
}

#[derive(Serialize)]
struct ArticleRow {
    id: PublicId,
    title: String,
    is_first: bool,
    is_last: bool,
    cells: Vec<Cell>,
}

/// What readers of one language get of an article.
#[derive(Serialize)]
struct Cell {
    /// Of the readers.
    column: Language,
    /// Of the text.
    lang: Language,
    title: String,
    state: &'static str,
    instead: String,
}

#[derive(Serialize)]
struct Offer {
    value: PublicId,
    label: String,
}

/// How many would get the issue now.
#[derive(Serialize)]
pub struct ReadersView {
    pub total: i64,
    pub editions: Vec<EditionCount>,
    pub waiting: i64,
}

/// How many read one edition.
#[derive(Serialize)]
pub struct EditionCount {
    name: String,
    languages: Vec<String>,
    count: i64,
}

/// What this person may do next.
#[derive(Serialize)]
struct Next {
    ask: bool,
    approve: bool,
    send: bool,
    redraft: bool,
    cancel: bool,
    progress: bool,
    archive: bool,
    /// Somebody else has to come first.
    waits_for_another: bool,
}

/// Reads everything that the page shows.
pub fn read(
    conn: &mut Conn,
    app: &App,
    session: &Session,
    id: &PublicId,
    draft: &Draft,
    now: NaiveDateTime,
) -> Result<EditorPage, Refusal> {
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let pieces = piece::load(conn, &issue.articles)?;
    let site = app.catalogue.languages();
    let readers = Readers::of(conn, &issue, site, now)?;
    let report = check::check(&app.web, &issue, &pieces, &readers)?;
    let others = piece::latest(conn, OFFERED)?;
    let others = others.iter().filter(|other| !issue.articles.contains(&other.id));
    Ok(EditorPage {
        columns: site.iter().map(|language| column(app, &issue, draft, language)).collect(),
        rows: rows(app, session, &issue, &pieces),
        offered: others
            .map(|other| Offer {
                value: other.public_id.clone(),
                label: other.title(&session.language, site).to_owned(),
            })
            .collect(),
        choices: ChoicesView::of(conn, app, &issue, &session.language)?,
        next: next(conn, session, &issue, &pieces, report.is_ready())?,
        report: report.told(&app.catalogue, &session.language),
        readers: ReadersView::of(app, &readers),
        refusal: draft.refusal.as_ref().and_then(Refusal::mistake),
        mistakes: match &draft.refusal {
            Some(Refusal::Invalid(mistakes)) => {
                mistakes.iter().map(|(field, it)| (field, it.clone())).collect()
            }
            _ => BTreeMap::new(),
        },
        issue: heading(&issue, tag(conn, &issue)?),
    })
}

fn tag(conn: &mut Conn, issue: &Issue) -> QueryResult<StatusTag> {
    let (status, id) = (issue.row.status, issue.row.id);
    let reach = Reach::among(&delivery::reached(conn, &[id])?, id);
    Ok(StatusTag::of(status, reach, HeldBackView::restore(conn)?))
}

fn heading(issue: &Issue, tag: StatusTag) -> Heading {
    let row = &issue.row;
    Heading {
        id: row.public_id.clone(),
        number: row.number,
        slug: row.slug.clone(),
        status: row.status,
        tag,
        revision: row.revision,
        updated_at: row.updated_at,
        send_at: row.send_at,
        is_open: row.status.is_open(),
    }
}

fn column(app: &App, issue: &Issue, draft: &Draft, language: &Language) -> Column {
    let saved = issue.words(language);
    let typed = draft.texts.iter().find(|(known, _)| known == language);
    let words = typed.map_or(saved.clone(), |(_, change)| change.applied_to(&saved));
    let letters = words.subject.chars().count();
    // What could not be saved is shown as it was typed only.
    let shown = |text: &str| if typed.is_some() { String::new() } else { prose::html(text) };
    Column {
        lang: language.clone(),
        name: app.catalogue.name(language).to_owned(),
        letters,
        length: match letters {
            0 => "none",
            _ if letters <= FITS => "fit",
            _ => "long",
        },
        opening_sanitised: shown(&words.opening),
        closing_sanitised: shown(&words.closing),
        subject: words.subject,
        preheader: words.preheader,
        opening: words.opening,
        closing: words.closing,
    }
}

fn rows(app: &App, session: &Session, issue: &Issue, pieces: &[Piece]) -> Vec<ArticleRow> {
    let site = app.catalogue.languages();
    let cell = |piece: &Piece, language: &Language| {
        let shown = piece.shown(language, Missing::OtherLanguage, site);
        let borrowed = shown.is_some_and(|shown| shown.borrowed);
        let lang = shown.map_or(language, |shown| &shown.text.language);
        Cell {
            column: language.clone(),
            title: if borrowed { String::new() } else { piece.title(language, site).to_owned() },
            state: match (borrowed, issue.row.missing) {
                (false, _) => "ready",
                (true, Missing::OtherLanguage) => "borrowed",
                (true, Missing::LeaveOut) => "left-out",
            },
            instead: if borrowed { in_language(&app.web, &session.language, lang) } else { String::new() },
            lang: lang.clone(),
        }
    };
    let last = pieces.len().saturating_sub(1);
    let rows = pieces.iter().enumerate().map(|(at, piece)| ArticleRow {
        id: piece.public_id.clone(),
        title: piece.title(&session.language, site).to_owned(),
        is_first: at == 0,
        is_last: at == last,
        cells: site.iter().map(|language| cell(piece, language)).collect(),
    });
    rows.collect()
}

fn next(
    conn: &mut Conn,
    session: &Session,
    issue: &Issue,
    pieces: &[Piece],
    is_ready: bool,
) -> Result<Next, Refusal> {
    let may = session.role.covers(Role::Editor);
    let status = issue.row.status;
    let alone = approval::goes_without(conn)?;
    let approved = approval::is_approved(conn, issue, pieces)?;
    let wrote_it = store::last_editor(conn, issue.row.id)? == Some(session.actor().to_string());
    let unapproved = may && is_ready && !alone && !approved && status.is_open();
    Ok(Next {
        ask: unapproved && status == Status::Draft,
        approve: unapproved && !wrote_it,
        send: may && is_ready && status.is_open() && (alone || approved),
        redraft: may && status.is_open() && status != Status::Draft,
        cancel: may && status.is_open(),
        progress: status.is_under_way() || status == Status::Sent || issue.row.started_at.is_some(),
        archive: status == Status::Sent,
        waits_for_another: unapproved && wrote_it,
    })
}

impl ReadersView {
    /// The numbers with the names of the editions in words.
    pub fn of(app: &App, readers: &Readers) -> ReadersView {
        let editions = readers.editions.iter().map(|(name, count)| EditionCount {
            name: name.to_string(),
            languages: name.languages().iter().map(|it| app.catalogue.name(it).to_owned()).collect(),
            count: *count,
        });
        ReadersView { total: readers.total(), editions: editions.collect(), waiting: readers.waiting }
    }
}
