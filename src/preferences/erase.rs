//! Forgetting a person at their wish.

use crate::{
    app::App,
    delivery::{self, NewLetter, Recipient, SealedLetter},
    preferences::letters::Erased,
    subscribers::{Subscriber, erasure},
    web::{Failure, Here},
};

/// Removes everything but the suppression, and tells the mailbox so in a last letter, which is forgotten when it has
/// gone.
pub async fn erase(app: &App, here: &Here, subscriber: &Subscriber) -> Result<(), Failure> {
    let now = app.clock.now();
    let address = subscriber.email(&app.vault)?;
    let farewell = NewLetter {
        letter: &Erased {},
        language: &here.language,
        to: Recipient::stranger(&address),
        cause: delivery::ERASED.to_owned(),
    };
    let farewell = SealedLetter::seal(&app.vault, farewell).map_err(anyhow::Error::from)?;
    let (subscriber, vault) = (subscriber.clone(), app.vault.clone());
    app.db
        .write(move |conn| {
            delivery::forget_person(conn, &subscriber.email_index, subscriber.id)?;
            erasure::erase(conn, &vault, &subscriber, now)?;
            farewell.insert(conn, now)?;
            Ok(())
        })
        .await
}
