//! Joining: the form, its twin for programs, the letter and its link.

mod confirm;
mod crowd;
mod hostile;
mod join;
mod secrecy;

use hudhud::subscribers::{EmailAddress, Subscriber, store};

use crate::support::{Answer, TestApp};

/// Asks to join from the English page, or another.
pub async fn ask(app: &TestApp, language: &str, fields: &[(&str, &str)]) -> Answer {
    let all = [fields, &[("consent", "yes")]].concat();
    app.post(&format!("/{language}/join"), &all).await
}

/// Asks to join, and gives the path of the link in the letter.
pub async fn asked(app: &TestApp, email: &str) -> String {
    ask(app, "en", &[("email", email)]).await.expect(303);
    let mails = app.delivered().await;
    let letter = mails.iter().find(|mail| mail.to == email).unwrap_or_else(|| panic!("no letter: {mails:?}"));
    letter.link("/confirm/")
}

/// Joins and confirms; the welcome letter is read and put away.
pub async fn joined(app: &TestApp, email: &str) -> Subscriber {
    let link = asked(app, email).await;
    app.post(&link, &[]).await.expect(200);
    app.delivered().await;
    person(app, email).await.unwrap()
}

/// The row of an address.
pub async fn person(app: &TestApp, email: &str) -> Option<Subscriber> {
    let address: EmailAddress = email.parse().unwrap();
    app.blocking(move |app| {
        let index = app.vault.index(address.as_str());
        app.db.read_blocking(|conn| store::find_by_index(conn, &index)).unwrap()
    })
    .await
}

/// A word of the row's status; `none` without a row.
pub async fn status(app: &TestApp, email: &str) -> String {
    person(app, email).await.map_or("none", |person| person.status.as_str()).to_owned()
}
