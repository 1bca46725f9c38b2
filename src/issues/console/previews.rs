//! Every edition as its readers will see it, and tests of it.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use serde::{Deserialize, Serialize};

use super::place;
use crate::{
    access::{Flash, Role, Screen, Session, console},
    app::App,
    db::PublicId,
    issues::{
        Refusal,
        preview::{self, edition_name},
        store, testing,
    },
    subscribers::EditionName,
    web::{Failure, LongForm, path_id},
};

/// Which edition an editor wants to see, and as what.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    edition: String,
    #[serde(default)]
    format: preview::Form,
}

#[derive(Serialize)]
struct PreviewPage {
    id: PublicId,
    number: i64,
    subject: String,
    edition: String,
    languages: Vec<String>,
    form: preview::Form,
    editions: Vec<EditionTab>,
    kilobytes: usize,
    /// Where the mail itself is, for the frame.
    frame: String,
    text: String,
    may_test: bool,
}

#[derive(Serialize)]
struct EditionTab {
    /// In a query a `+` would be a space.
    query: String,
    languages: Vec<String>,
    current: bool,
}

/// Shows an edition in a frame.
pub async fn show(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    wish: Query<Wish>,
) -> Result<HttpResponse, Failure> {
    let (id, site) = (path_id(&path)?, app.catalogue.languages());
    let name = edition_name(&wish.edition, site)?;
    let (web, issue_id, edition) = (app.web.clone(), id.clone(), name.clone());
    let (issue, mail) = app
        .db
        .read(move |conn| {
            let issue = store::find(conn, &issue_id)?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((issue, preview::preview(conn, &web, &issue_id, &edition)?))
        })
        .await?;
    let named = |name: &EditionName| {
        name.languages().iter().map(|it| app.catalogue.name(it).to_owned()).collect::<Vec<_>>()
    };
    let tab = |other: EditionName| EditionTab {
        query: query(&other),
        languages: named(&other),
        current: other == name,
    };
    let page = PreviewPage {
        number: issue.row.number,
        subject: mail.subject,
        edition: query(&name),
        languages: named(&name),
        form: wish.format,
        editions: EditionName::every(site).into_iter().map(tab).collect(),
        kilobytes: mail.html.len().div_ceil(1024),
        frame: format!("{}/mail?edition={}", place(&id), query(&name)),
        text: mail.text,
        may_test: session.role.covers(Role::Editor),
        id,
    };
    console(&app, &session, Screen::Issues, "issues/preview.html", &page)
}

/// The mail itself, for the frame of the preview: under a policy of its own that lets it do nothing.
pub async fn mail(
    app: Data<App>,
    _: Session,
    path: Path<String>,
    wish: Query<Wish>,
) -> Result<HttpResponse, Failure> {
    preview::respond(&app, path_id(&path)?, &wish.edition, preview::Form::Html).await
}

/// Sends every edition to some addresses, marked as a test.
pub async fn test(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&path)?;
    let back = format!("{}/preview", place(&id));
    let typed: Vec<String> = form
        .one("to")
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '،'))
        .map(str::to_owned)
        .collect();
    let sent = match testing::addresses(&typed) {
        Ok(to) => testing::send(&app, id, to, session.actor()).await,
        Err(refusal) => Err(refusal),
    };
    match sent {
        Ok(count) => Ok(session.to(&back, Flash::good("issue-said-tested").with("count", count))),
        Err(Refusal::Invalid(mistakes)) => {
            let key = mistakes.iter().next().map_or("issue-mistake-value", |(_, mistake)| mistake.key);
            Ok(session.to(&back, Flash::bad(key).with("most", testing::MOST)))
        }
        Err(refusal) => super::editor::refused(&session, &back, refusal),
    }
}

fn query(name: &EditionName) -> String {
    name.to_string().replace('+', ",")
}
