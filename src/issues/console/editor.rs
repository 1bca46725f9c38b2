//! The editor: both languages side by side, the articles, what is missing, who gets it, and what comes next.

pub mod page;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::place;
use crate::{
    access::{Flash, Role, Screen, Session, console_with},
    app::App,
    db::PublicId,
    i18n::Language,
    issues::{Edit, Refusal, WordsChange, edit, piece, store},
    web::{Failure, LongForm, path_id},
};

use page::Draft;

/// Shows the editor.
pub async fn show(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    respond(&app, &session, path_id(&path)?, Draft::default()).await
}

/// Saves the words of every language. What can't be saved is shown again as it was typed.
pub async fn save(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&path)?;
    let texts = typed(&form, app.catalogue.languages());
    let edit = Edit { revision: revision(&form), texts: texts.clone(), ..Edit::default() };
    match apply(&app, &session, &id, edit).await {
        Ok(()) => Ok(session.to(&place(&id), Flash::good("issue-said-saved"))),
        Err(refusal @ (Refusal::Changed | Refusal::Invalid(_))) => {
            respond(&app, &session, id, Draft { texts, refusal: Some(refusal) }).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Moves, adds or takes out an article.
pub async fn arrange(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&path)?;
    let (wanted, article) = (form.one("action").to_owned(), form.one("article").to_owned());
    let now = id.clone();
    let articles = app
        .db
        .read(move |conn| {
            let issue = store::find(conn, &now)?.ok_or(Refusal::NotFound)?;
            let pieces = piece::load(conn, &issue.articles)?;
            Ok::<_, Refusal>(
                pieces.into_iter().map(|piece| String::from(piece.public_id)).collect::<Vec<_>>(),
            )
        })
        .await?;
    let articles = arranged(articles, &wanted, &article).ok_or(Failure::BadRequest)?;
    let edit = Edit { revision: revision(&form), articles: Some(articles), ..Edit::default() };
    let back = format!("{}#articles", place(&id));
    Ok(match apply(&app, &session, &id, edit).await {
        Ok(()) => session.to(&back, Flash::good("issue-said-saved")),
        Err(Refusal::Invalid(_)) => session.to(&back, Flash::bad("issue-mistake-value")),
        Err(refusal) => refused(&session, &back, refusal)?,
    })
}

/// Back to a page that says why something was not done.
pub fn refused(session: &Session, back: &str, refusal: Refusal) -> Result<HttpResponse, Failure> {
    match refusal.mistake() {
        Some(mistake) => Ok(session.to(back, Flash::bad(mistake.key))),
        None => Err(refusal.into()),
    }
}

/// Makes an edit in the name of whoever is signed in.
pub async fn apply(app: &App, session: &Session, id: &PublicId, wanted: Edit) -> Result<(), Refusal> {
    let (site, actor, now) = (app.catalogue.languages().to_vec(), session.actor(), app.clock.now());
    let id = id.clone();
    app.db.write(move |conn| edit::edit(conn, &site, &id, &wanted, &actor, now)).await
}

/// The revision that the page showed.
pub fn revision(form: &LongForm) -> Option<i64> {
    form.one("revision").parse().ok()
}

async fn respond(app: &App, session: &Session, id: PublicId, draft: Draft) -> Result<HttpResponse, Failure> {
    let status = match &draft.refusal {
        None => StatusCode::OK,
        Some(Refusal::Changed) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let (own, viewer, now) = (app.clone(), session.clone(), app.clock.now());
    let page = app.db.read(move |conn| page::read(conn, &own, &viewer, &id, &draft, now)).await?;
    console_with(status, app, session, Screen::Issues, "issues/editor.html", &page)
}

fn typed(form: &LongForm, site: &[Language]) -> Vec<(Language, WordsChange)> {
    let of = |language: &Language, part: &str| form.find(&format!("{part}.{language}")).map(str::to_owned);
    let change = |language: &Language| WordsChange {
        subject: of(language, "subject"),
        preheader: of(language, "preheader"),
        opening: of(language, "opening"),
        closing: of(language, "closing"),
    };
    site.iter().map(|language| (language.clone(), change(language))).collect()
}

fn arranged(mut articles: Vec<String>, action: &str, article: &str) -> Option<Vec<String>> {
    let at = articles.iter().position(|known| known == article);
    match (action, at) {
        ("up", Some(at)) if at > 0 => articles.swap(at, at - 1),
        ("down", Some(at)) if at + 1 < articles.len() => articles.swap(at, at + 1),
        ("up" | "down", Some(_)) => (),
        ("remove", Some(at)) => {
            articles.remove(at);
        }
        ("add", None) => articles.push(article.to_owned()),
        ("add", Some(_)) => (),
        _ => return None,
    }
    Some(articles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_move_by_one_and_stay_in_bounds() {
        let check = |action: &str, article: &str, expected: Option<&str>| {
            let articles = ["a", "b", "c"].map(str::to_owned).to_vec();
            let arranged = arranged(articles, action, article).map(|articles| articles.concat());
            assert_eq!(arranged.as_deref(), expected, "{action} {article}");
        };
        check("up", "b", Some("bac"));
        check("up", "a", Some("abc"));
        check("down", "b", Some("acb"));
        check("down", "c", Some("abc"));
        check("remove", "b", Some("ac"));
        check("add", "d", Some("abcd"));
        check("add", "a", Some("abc"));
        check("remove", "x", None);
        check("burn", "a", None);
    }
}
