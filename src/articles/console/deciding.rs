//! An editor makes two articles one, keeps them apart, or takes them apart.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::PLACE;
use crate::access::{Flash, Role, Session, audit};
use crate::app::App;
use crate::articles::pairing::{self, Joined};
use crate::articles::{named, store};
use crate::db::PublicId;
use crate::web::{Failure, FormFields, path_id};

/// Decides about a suggestion: `action` is `decide` or `refuse`.
pub async fn decide(
    app: Data<App>,
    session: Session,
    id: Path<String>,
    form: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&id)?;
    let (now, actor, is_yes) = (app.clock.now(), session.actor(), form.one("action") == "decide");
    if !is_yes && form.one("action") != "refuse" {
        return Err(Failure::BadRequest);
    }
    let said = app
        .db
        .write(move |conn| {
            let (said, done) = match is_yes {
                true => match pairing::decide(conn, &id, now)? {
                    Some(Joined::Paired) => (Flash::good("article-decided"), Some("pairing.decide")),
                    Some(Joined::Already) => (Flash::good("article-decided"), None),
                    Some(Joined::SameLanguage) => (Flash::bad("article-mistake-same-language"), None),
                    None => (Flash::bad("article-no-suggestion"), None),
                },
                false if pairing::refuse(conn, &id, now)? => {
                    (Flash::good("article-refused"), Some("pairing.refuse"))
                }
                false => (Flash::bad("article-no-suggestion"), None),
            };
            if let Some(action) = done {
                audit::append(conn, &actor, action, id.as_str(), "", now)?;
            }
            Ok::<_, Failure>(said)
        })
        .await?;
    Ok(session.to(PLACE, said))
}

/// Pairs an article with the one that is named in `article`.
pub async fn pair(
    app: Data<App>,
    session: Session,
    id: Path<String>,
    form: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&id)?;
    let (now, actor, catalogue) = (app.clock.now(), session.actor(), app.catalogue.clone());
    let other = form.one("article").trim().trim_matches('/').to_owned();
    let (place, said) = app
        .db
        .write(move |conn| {
            let left = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            let place = |id: &PublicId| format!("{PLACE}/{id}");
            let Ok(right) = named::find(conn, &catalogue, &other)? else {
                return Ok((place(&id), Flash::bad("article-mistake-unknown")));
            };
            match pairing::pair(conn, &left, &right.article, &actor, now)?.ok_or(Failure::NotFound)? {
                Joined::SameLanguage => Ok((place(&id), Flash::bad("article-mistake-same-language"))),
                Joined::Paired | Joined::Already => {
                    let article = store::of_any_text(conn, &left)?.ok_or(Failure::NotFound)?;
                    Ok::<_, Failure>((place(&article.row.public_id), Flash::good("article-paired")))
                }
            }
        })
        .await?;
    Ok(session.to(&place, said))
}

/// Gives every text of an article but the first an article of its own.
pub async fn unpair(app: Data<App>, session: Session, id: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&id)?;
    let (now, actor) = (app.clock.now(), session.actor());
    let unpair = move |conn: &mut crate::db::Conn| {
        let article = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
        Ok::<_, Failure>(pairing::unpair(conn, &article, None, &actor, now)?)
    };
    app.db.write(unpair).await?;
    Ok(session.to(PLACE, Flash::good("article-unpaired")))
}
