//! People for programs.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, ServiceConfig, delete, patch, post, resource},
};

use crate::{
    access::{Bearer, Scope, audit},
    app::App,
    db::{Conn, PublicId},
    i18n::Catalogue,
    people::{
        add::{self, Added, Basis, NewPerson, Terms},
        body::{ChangeBody, NewBody, SubscriberView},
        erase,
        list::FilterWords,
        unspoken,
    },
    subscribers::{Choices, EmailAddress, Mistake, Subscriber, consents::GivenBy, store, topics},
    vault::Vault,
    web::{Answer, Cursor, Failure, Json, Listing, Problem, once, path_id, read},
};

/// `/api/v1/subscribers`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/subscribers").route(read().to(list)).route(post().to(create))).service(
        resource("/api/v1/subscribers/{id}")
            .route(read().to(show))
            .route(patch().to(change))
            .route(delete().to(remove)),
    );
}

/// Lists subscribers in the order in which they came.
#[utoipa::path(get, path = "/api/v1/subscribers", params(Cursor, FilterWords), tag = "subscribers", security(("token" = ["read"])),
    responses((status = 200, body = Listing<SubscriberView>), (status = 422, body = Problem)))]
pub async fn list(
    app: Data<App>,
    bearer: Bearer,
    cursor: Query<Cursor>,
    words: Query<FilterWords>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (after, limit, vault) = (cursor.after::<PublicId>()?, cursor.limit()?, app.vault.clone());
    let (filter, mistakes) = words.read();
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let items = app
        .db
        .read(move |conn| -> Result<Vec<(PublicId, SubscriberView)>, Failure> {
            let found = filter.oldest(conn, after.as_ref(), limit + 1)?;
            let views = Choices::of_all(conn, &vault, found)?.into_iter().map(|(one, choices)| {
                let view = SubscriberView::of(&vault, &one, choices)?;
                Ok((one.public_id, view))
            });
            views.collect()
        })
        .await?;
    let part = Listing::cut(items, limit, |(id, _)| id.to_string());
    let items: Vec<SubscriberView> = part.items.into_iter().map(|(_, view)| view).collect();
    Ok(HttpResponse::Ok().json(Listing { items, next: part.next }))
}

/// Adds somebody who agreed; `consent_basis` says how. They are written to at once.
#[utoipa::path(post, path = "/api/v1/subscribers", request_body = NewBody, tag = "subscribers", security(("token" = ["write"])),
    responses((status = 201, body = SubscriberView), (status = 409, body = Problem, description = "Known, or suppressed"), (status = 422, body = Problem)))]
pub async fn create(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    body: Json<NewBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (caller, actor, (value, bytes)) = (bearer.actor().to_string(), bearer.actor(), body.read()?);
    let (vault, catalogue, now) = (app.vault.clone(), app.catalogue.clone(), app.clock.now());
    let unit = move |conn: &mut Conn| {
        let (person, basis) = wanted(conn, &value, &catalogue)?;
        let language = catalogue.default_language();
        let terms = Terms { basis: &basis, given_by: GivenBy::Api, language };
        let id = match add::add(conn, &vault, &person, &terms, now)? {
            Added::Created(id) => id,
            Added::Known => return Err(Failure::Conflict(Mistake::new("people-mistake-known"))),
            Added::Suppressed => return Err(Failure::Conflict(Mistake::new("people-mistake-suppressed"))),
        };
        audit::append(conn, &actor, "subscriber.add", id.as_str(), "", now)?;
        let added = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
        Answer::new(StatusCode::CREATED, &view(conn, &vault, &added)?)
    };
    once(&app.db, &request, &caller, &bytes, unit).await
}

/// Whom a program wants on the list and on what basis, or all that is wrong with that.
fn wanted(conn: &mut Conn, body: &NewBody, catalogue: &Catalogue) -> Result<(NewPerson, Basis), Failure> {
    let topics = topics::list(conn)?;
    let (email, basis) = (body.email.parse::<EmailAddress>(), body.consent_basis.parse::<Basis>());
    let choices = body.wanted().applied_to(&unspoken(catalogue.default_language()), catalogue, &topics);
    let mut mistakes = choices.as_ref().err().cloned().unwrap_or_default();
    if email.is_err() {
        mistakes.add("email", Mistake::new("people-mistake-email"));
    }
    if let Err(mistake) = &basis {
        mistakes.add("consent_basis", mistake.clone());
    }
    match (email, basis, choices) {
        (Ok(email), Ok(basis), Ok(choices)) => Ok((NewPerson { email, choices }, basis)),
        _ => Err(Failure::Invalid(mistakes)),
    }
}

/// Shows one subscriber.
#[utoipa::path(get, path = "/api/v1/subscribers/{id}", params(("id" = String, Path)), tag = "subscribers", security(("token" = ["read"])),
    responses((status = 200, body = SubscriberView), (status = 404, body = Problem)))]
pub async fn show(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (id, vault) = (path_id(&id)?, app.vault.clone());
    let shown = app
        .db
        .read(move |conn| {
            let found = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            view(conn, &vault, &found)
        })
        .await?;
    Ok(HttpResponse::Ok().json(shown))
}

/// Changes what is named of a subscriber's choices. Address and status are theirs alone to change.
#[utoipa::path(patch, path = "/api/v1/subscribers/{id}", params(("id" = String, Path)), request_body = ChangeBody, tag = "subscribers", security(("token" = ["write"])),
    responses((status = 200, body = SubscriberView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn change(
    app: Data<App>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<ChangeBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (id, actor, wanted) = (path_id(&id)?, bearer.actor(), body.read()?.0.wanted());
    let (vault, catalogue, now) = (app.vault.clone(), app.catalogue.clone(), app.clock.now());
    let changed = app
        .db
        .write(move |conn| {
            let found = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            let before = Choices::of(conn, &vault, &found).map_err(anyhow::Error::new)?;
            let choices = wanted.applied_to(&before, &catalogue, &topics::list(conn)?)?;
            choices.save(conn, &vault, &found, now)?;
            audit::append(conn, &actor, "subscriber.correct", id.as_str(), "", now)?;
            let found = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            view(conn, &vault, &found)
        })
        .await?;
    Ok(HttpResponse::Ok().json(changed))
}

/// Erases a subscriber for good. Only a keyed hash of the address stays, so that no import brings them back.
#[utoipa::path(delete, path = "/api/v1/subscribers/{id}", params(("id" = String, Path)), tag = "subscribers", security(("token" = ["write"])),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (id, actor, vault, now) = (path_id(&id)?, bearer.actor(), app.vault.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let found = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            erase(conn, &vault, &found, &actor, now)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn view(conn: &mut Conn, vault: &Vault, subscriber: &Subscriber) -> Result<SubscriberView, Failure> {
    let choices = Choices::of(conn, vault, subscriber).map_err(anyhow::Error::new)?;
    Ok(SubscriberView::of(vault, subscriber, choices)?)
}
