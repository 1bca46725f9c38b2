//! The buttons of the preferences page.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    delivery::{NewLetter, Recipient, SealedLetter},
    preferences::{
        erase, export,
        form::{PreferenceFields, Saved, language_of},
        letters::LinksRevoked,
        new_address,
        opening::{Opened, open},
        show::{self, PURPOSES, Seen},
    },
    subscribers::{Mistakes, Subscriber, choices::Choices, store, topics, wishes},
    web::{Failure, FormFields, Here, Peer, see_other},
};

/// One button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Save,
    ChangeAddress,
    Export,
    Erase,
    RevokeLinks,
}

impl Action {
    const ALL: [Action; 5] =
        [Action::Save, Action::ChangeAddress, Action::Export, Action::Erase, Action::RevokeLinks];

    fn as_str(self) -> &'static str {
        match self {
            Action::Save => "save",
            Action::ChangeAddress => "change_address",
            Action::Export => "export",
            Action::Erase => "erase",
            Action::RevokeLinks => "revoke_links",
        }
    }

    /// Whether it needs a link that was mailed just now: those in old mails may have been passed on.
    fn needs_fresh_link(self) -> bool {
        matches!(self, Action::ChangeAddress | Action::Export | Action::Erase)
    }
}

/// Does what a subscriber asks for by the form, and shows the page again.
pub async fn act(
    app: Data<App>,
    here: Here,
    peer: Peer,
    path: Path<(String, String)>,
    form: FormFields,
) -> Result<HttpResponse, Failure> {
    let (subscriber, is_fresh) = match open(&app, &PURPOSES, &path.1).await? {
        Opened::Person { subscriber, is_fresh } => (subscriber, is_fresh),
        Opened::Stale => return show::stale(&app, &here, None),
        Opened::Nobody { was_fresh } => return show::nobody(&app, &here, was_fresh),
    };
    let word = form.one("action");
    let action = Action::ALL.into_iter().find(|action| action.as_str() == word).ok_or(Failure::BadRequest)?;
    if action.needs_fresh_link() && !is_fresh {
        return Err(Failure::OldLink);
    }
    let done = match action {
        Action::Save => save(&app, &subscriber, &form).await?,
        Action::ChangeAddress => new_address::ask(&app, &here, peer, &subscriber, form.one("email")).await?,
        Action::Export => export::mail(&app, &here, peer, &subscriber).await.map(Ok)?,
        Action::Erase => erase::erase(&app, &here, &subscriber).await.map(Ok)?,
        Action::RevokeLinks => revoke_links(&app, &subscriber).await.map(Ok)?,
    };
    app.outbox.ring();
    match done {
        Ok(()) => Ok(see_other(format!("{}?done={}", here.path, action.as_str()))),
        Err(mistakes) => {
            let fields = PreferenceFields::read(&form, &subscriber);
            let seen = Seen { subscriber: &subscriber, is_fresh, done: None };
            show::page(&app, &here, StatusCode::UNPROCESSABLE_ENTITY, &seen, Some(fields), mistakes).await
        }
    }
}

/// What was not sent stays as it is when it is written, whatever the page showed.
async fn save(
    app: &App,
    subscriber: &Subscriber,
    form: &FormFields,
) -> Result<Result<(), Mistakes>, Failure> {
    let (id, form, now) = (subscriber.id, form.clone(), app.clock.now());
    let (catalogue, vault) = (app.catalogue.clone(), app.vault.clone());
    app.db
        .write(move |conn| {
            let subscriber = store::find_by_id(conn, id)?.ok_or(Failure::NotFound)?;
            let fields = PreferenceFields::read(&form, &subscriber);
            let Saved { reading, first_language, cadence, topics: chosen, pause, name } =
                match fields.parse(&catalogue, &topics::list(conn)?, now) {
                    Ok(saved) => saved,
                    Err(mistakes) => return Ok(Err(mistakes)),
                };
            let before = Choices::of(conn, &vault, &subscriber)?;
            let name = name.applied_to(before.name);
            let choices = Choices { reading, first_language, cadence, topics: chosen, name, ..before };
            choices.save(conn, &vault, &subscriber, now)?;
            wishes::pause(conn, id, pause, now)?;
            Ok(Ok(()))
        })
        .await
}

/// Whoever holds an old link may do this, so the new link goes to the address on file and nowhere else.
async fn revoke_links(app: &App, subscriber: &Subscriber) -> Result<(), Failure> {
    let now = app.clock.now();
    let (id, address) = (subscriber.id, subscriber.email(&app.vault)?);
    let letter = NewLetter {
        letter: &LinksRevoked {},
        language: language_of(subscriber),
        to: Recipient::subscriber(id, &address),
        cause: format!("preferences:{}", subscriber.public_id.as_str()),
    };
    let letter = SealedLetter::seal(&app.vault, letter).map_err(anyhow::Error::from)?;
    app.db
        .write(move |conn| {
            wishes::revoke_links(conn, id, now)?;
            letter.insert(conn, now)?;
            Ok(())
        })
        .await
}
