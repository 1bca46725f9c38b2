//! The console's list of people, and finding one by their address.

use actix_web::{
    HttpResponse,
    web::{Data, Query, ServiceConfig, post, resource},
};
use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Flash, Role, Screen, Session, audit, console},
    app::App,
    db::{Conn, PublicId},
    people::{
        find::{self, Found},
        list::{Filter, FilterWords},
        view::{self, Person},
    },
    subscribers::EmailAddress,
    web::{Choice, Failure, FormFields, Listing, read},
};

/// People on one page.
const PAGE: i64 = 50;

/// `/admin/people`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/people").route(read().to(list)))
        .service(resource("/admin/people/find").route(post().to(find_one)));
}

#[derive(Deserialize)]
struct Position {
    after: Option<String>,
}

#[derive(Serialize)]
struct ListPage {
    people: Vec<Person>,
    count: i64,
    is_filtered: bool,
    filter: FilterShown,
    statuses: Vec<Choice>,
    readings: Vec<Choice>,
    cadences: Vec<Choice>,
    countries: Vec<Choice>,
    older: Option<String>,
}

#[derive(Serialize)]
struct FilterShown {
    status: String,
    reading: String,
    cadence: String,
    country: String,
}

impl FilterShown {
    fn of(filter: &Filter) -> FilterShown {
        let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
        FilterShown {
            status: word(filter.status.as_ref().map(|status| status.as_str())),
            reading: word(filter.reading.as_ref().map(|reading| reading.as_str())),
            cadence: word(filter.cadence.as_ref().map(|cadence| cadence.as_str())),
            country: word(filter.country.as_ref().map(|country| country.as_str())),
        }
    }
}

async fn list(
    app: Data<App>,
    session: Session,
    words: Query<FilterWords>,
    position: Query<Position>,
) -> Result<HttpResponse, Failure> {
    let (filter, _) = words.read();
    let after = position.after.as_deref().and_then(|id| id.parse::<PublicId>().ok());
    let asked = filter.clone();
    let (found, count) = app
        .db
        .read(move |conn| -> Result<_, Failure> {
            Ok((asked.newest(conn, after.as_ref(), PAGE + 1)?, asked.count(conn)?))
        })
        .await?;
    let Listing { items: found, next: older } =
        Listing::cut(found, PAGE, |last| older(&filter, &last.public_id));
    let language = &session.language;
    let people = found.iter().map(|one| Person::of(&app, language, one)).collect::<Result<_, _>>()?;
    let page = ListPage {
        people,
        count,
        is_filtered: filter != Filter::default(),
        filter: FilterShown::of(&filter),
        statuses: view::statuses(&app, language),
        readings: Choice::readings(&app.web, language),
        cadences: Choice::cadences(&app.web, language),
        countries: app.web.countries.choices(language),
        older,
    };
    console(&app, &session, Screen::People, "people/list.html", &page)
}

fn older(filter: &Filter, last: &PublicId) -> String {
    match filter.query_string() {
        words if words.is_empty() => format!("/admin/people?after={last}"),
        words => format!("/admin/people?{words}&after={last}"),
    }
}

/// Finds one person. The address comes in a form, so that it stands in no link and no log. The audit notes who was
/// found, or that nobody was: whether somebody is on the list is a secret.
async fn find_one(app: Data<App>, session: Session, fields: FormFields) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let Ok(email) = fields.one("email").parse::<EmailAddress>() else {
        return Ok(session.to("/admin/people", Flash::bad("people-mistake-email")));
    };
    let (vault, actor, now) = (app.vault.clone(), session.actor(), app.clock.now());
    let find = move |conn: &mut Conn| {
        let found = find::by_address(conn, &vault, &email, now)?;
        let whom = found.subscriber.as_ref().map_or("", |known| known.public_id.as_str());
        audit::append(conn, &actor, "subscriber.find", whom, "", now)?;
        QueryResult::Ok(found)
    };
    let found = app.db.write(find).await?;
    match found {
        Found { subscriber: Some(known), .. } => {
            Err(Failure::SeeOther(format!("/admin/people/{}", known.public_id)))
        }
        found if found.is_nobody() => Ok(session.to("/admin/people", Flash::bad("people-found-nobody"))),
        found => console(&app, &session, Screen::People, "people/found.html", &found.shown()),
    }
}
