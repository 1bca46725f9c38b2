//! A subscriber's own pages: preferences, leaving, coming back, another address, export, erasure.

mod address;
mod leave;
mod link;
mod page;

use hudhud::subscribers::Subscriber;

use crate::support::TestApp;

/// The path of the link that every mail has.
fn old_link(app: &TestApp, person: &Subscriber) -> String {
    path(app, app.app.links.preferences(&person.first_language, person))
}

/// The path of a link that was mailed just now.
fn fresh_link(app: &TestApp, person: &Subscriber) -> String {
    path(app, app.app.links.fresh_preferences(&person.first_language, person, app.clock.now()))
}

/// The path of the link to leave.
fn leave_link(app: &TestApp, person: &Subscriber) -> String {
    path(app, app.app.links.leave(&person.first_language, person))
}

fn path(app: &TestApp, url: String) -> String {
    url.strip_prefix(&app.base).unwrap().to_owned()
}

/// The same person, as the row is now.
async fn person(app: &TestApp, before: &Subscriber) -> Subscriber {
    let id = before.public_id.clone();
    app.blocking(move |app| {
        app.db.read_blocking(|conn| hudhud::subscribers::store::find(conn, &id)).unwrap().unwrap()
    })
    .await
}
