//! Letters and issues on their way: through a real mail server that behaves as it is told, with the test as postman.

mod caps;
mod clock;
mod crashes;
mod faults;
mod paces;
mod racing;
mod relays;
mod sending;
mod servers;
mod shared;
mod trouble;
mod workers;
mod writing;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use hudhud::{
    db::{
        PublicId,
        schema::{deliveries, issues, letters, notices, subscribers},
    },
    delivery::{
        self, Gate, Held, Letter, NewDispatch, NewEdition, NewLetter, Progress, Recipient, State,
        WhenUncertain,
        holes::{self, Hole},
    },
    i18n::Language,
    render::RenderedMail,
    subscribers::{
        Cadence, EmailAddress, NewSubscriber, PersonName, ReadingChoice, Status, audience::Audience, store,
    },
};
use serde::Serialize;

use crate::support::{TestApp, TestAppBuilder};

/// A letter of the tests' own.
#[derive(Serialize)]
pub struct Hello {
    word: String,
    #[serde(skip)]
    gate: Gate,
    #[serde(skip)]
    one_click: Option<String>,
}

impl Letter for Hello {
    const NAME: &'static str = "hello";

    fn gate(&self) -> Gate {
        self.gate
    }

    fn one_click(&self) -> Option<&str> {
        self.one_click.as_deref()
    }
}

fn hello(gate: Gate) -> Hello {
    Hello { word: "peace".to_owned(), gate, one_click: None }
}

/// An application that knows the letters of these tests; one connection, so that the order is known.
pub fn builder() -> TestAppBuilder {
    let body =
        "{{ word }} from {{ site.name }} {% if preferences_url is defined %}{{ preferences_url }}{% endif %}";
    TestApp::builder()
        .config(|config| config.smtp_connections = 1)
        .file("templates/mail/hello/subject.txt", "Hello")
        .file("templates/mail/hello/body.txt", body)
        .file("templates/mail/hello/body.html", "<p>{{ word }}</p>")
}

async fn app() -> TestApp {
    builder().start().await
}

fn language(tag: &str) -> Language {
    tag.parse().unwrap()
}

fn address(address: &str) -> EmailAddress {
    address.parse().unwrap()
}

/// What the tests do with the outbox, and look up in its tables.
pub trait Post {
    async fn write(&self, to: &str, letter: Hello) -> PublicId;
    async fn subscribe(&self, email: &str, name: Option<&str>, reading: &str) -> i64;
    async fn start_issue(&self, when_uncertain: WhenUncertain) -> i64;
    async fn progress(&self, issue: i64) -> Progress;
    async fn pause(&self, issue: i64) -> bool;
    async fn resume(&self, issue: i64, held: Option<Held>) -> bool;
    async fn cancel(&self, issue: i64) -> bool;
    async fn leave(&self, subscriber: i64);
    async fn status_of(&self, subscriber: i64) -> Status;
    async fn letter_states(&self) -> Vec<(State, i32)>;
    async fn delivery_states(&self) -> Vec<State>;
    async fn notices(&self) -> Vec<(String, String)>;
    /// As if a worker had been killed with everything that it had in hand: deliveries in this state.
    async fn as_left_by_the_dead(&self, owner: &str, state: State);
}

impl Post for TestApp {
    async fn write(&self, to: &str, letter: Hello) -> PublicId {
        let (vault, now, to) = (self.app.vault.clone(), self.clock.now(), address(to));
        let written = self.app.db.write(move |conn| {
            let to = Recipient::signup(&to);
            let new = NewLetter { letter: &letter, language: &language("en"), to, cause: "test".to_owned() };
            delivery::enqueue(conn, &vault, new, now)
        });
        written.await.unwrap()
    }

    async fn subscribe(&self, email: &str, name: Option<&str>, reading: &str) -> i64 {
        let (vault, now, public_id) = (&self.app.vault, self.clock.now(), PublicId::random());
        let name = name.and_then(PersonName::clean);
        let first = if reading == "both" { "en" } else { reading };
        let new = NewSubscriber {
            email: vault.seal(store::EMAIL, &public_id, address(email).as_str()),
            email_index: vault.index(address(email).as_str()),
            name: name.map(|name| vault.seal(store::NAME, &public_id, name.as_str())),
            help: None,
            status: Status::Active,
            reading: reading.parse::<ReadingChoice>().unwrap(),
            first_language: language(first),
            cadence: Cadence::Every,
            country: None,
            came_from: None,
            confirmed_at: now,
            created_at: now,
            updated_at: now,
            public_id,
        };
        self.app.db.write(move |conn| store::insert(conn, &new)).await.unwrap()
    }

    async fn start_issue(&self, when_uncertain: WhenUncertain) -> i64 {
        let now = self.clock.now();
        let started = self.app.db.write(move |conn| {
            let number: Option<i64> = issues::table.select(diesel::dsl::max(issues::number)).first(conn)?;
            let number = number.unwrap_or(0) + 1;
            let issue_id: i64 = diesel::insert_into(issues::table)
                .values((
                    issues::public_id.eq(PublicId::random()),
                    issues::number.eq(number),
                    issues::slug.eq(number.to_string()),
                    issues::status.eq("sending"),
                    issues::cadence.eq(Cadence::Every),
                    issues::audience.eq("{}"),
                    issues::missing.eq("leave_out"),
                    issues::created_at.eq(now),
                    issues::updated_at.eq(now),
                ))
                .returning(issues::id)
                .get_result(conn)?;
            let editions = ["ar", "en", "ar+en", "en+ar"].map(edition);
            let new = NewDispatch {
                issue_id,
                cadence: Cadence::Every,
                audience: &Audience::default(),
                editions: &editions,
                when_uncertain,
                message_domain: "before.example",
            };
            delivery::start(conn, &new, now)?;
            diesel::QueryResult::Ok(issue_id)
        });
        started.await.unwrap()
    }

    async fn progress(&self, issue: i64) -> Progress {
        let now = self.clock.now();
        let looked = self.app.db.read(move |conn| {
            let dispatch = delivery::find_by_issue(conn, issue)?.ok_or(diesel::result::Error::NotFound)?;
            delivery::progress(conn, dispatch.id, now)
        });
        let progress = looked.await.unwrap();
        assert_eq!(progress.selected, progress.sent + progress.failed + progress.skipped + progress.waiting);
        progress
    }

    async fn pause(&self, issue: i64) -> bool {
        self.app.db.write(move |conn| delivery::pause(conn, issue)).await.unwrap()
    }

    async fn resume(&self, issue: i64, held: Option<Held>) -> bool {
        let now = self.clock.now();
        let decide_and_resume = move |conn: &mut hudhud::db::Conn| {
            held.map(|held| delivery::decide_held(conn, issue, held, now)).transpose()?;
            delivery::resume(conn, issue, now)
        };
        self.app.db.write(decide_and_resume).await.unwrap()
    }

    async fn cancel(&self, issue: i64) -> bool {
        self.app.db.write(move |conn| delivery::cancel(conn, issue)).await.unwrap()
    }

    async fn leave(&self, subscriber: i64) {
        let now = self.clock.now();
        assert!(self.app.db.write(move |conn| store::leave(conn, subscriber, now)).await.unwrap());
    }

    async fn status_of(&self, subscriber: i64) -> Status {
        let found = self
            .app
            .db
            .read(move |conn| subscribers::table.find(subscriber).select(subscribers::status).first(conn));
        found.await.unwrap()
    }

    async fn letter_states(&self) -> Vec<(State, i32)> {
        let found = self.app.db.read(|conn| {
            letters::table.order(letters::id).select((letters::state, letters::attempts)).load(conn)
        });
        found.await.unwrap()
    }

    async fn delivery_states(&self) -> Vec<State> {
        let found = self
            .app
            .db
            .read(|conn| deliveries::table.order(deliveries::id).select(deliveries::state).load(conn));
        found.await.unwrap()
    }

    async fn notices(&self) -> Vec<(String, String)> {
        let found = self.app.db.read(|conn| {
            notices::table.order(notices::id).select((notices::kind, notices::detail)).load(conn)
        });
        found.await.unwrap()
    }

    async fn as_left_by_the_dead(&self, owner: &str, state: State) {
        let (owner, now) = (owner.to_owned(), self.clock.now());
        let changed = self.app.db.write(move |conn| {
            diesel::update(deliveries::table.filter(deliveries::state.eq(State::Due)))
                .set((
                    deliveries::state.eq(state),
                    deliveries::owner.eq(owner),
                    deliveries::message_date.eq(now),
                ))
                .execute(conn)
        });
        assert!(changed.await.unwrap() > 0);
    }
}

/// An edition with every kind of hole.
fn edition(name: &str) -> NewEdition {
    let first = language(name.split('+').next().unwrap());
    let greeting = holes::if_named(&format!("Dear {},", Hole::Name.marker()), "Dear reader,");
    let preferences = Hole::Preferences(first.clone()).marker();
    let leave = Hole::Leave(first).marker();
    NewEdition {
        name: name.parse().unwrap(),
        mail: RenderedMail {
            subject: format!("Issue in {name}"),
            text: format!("{greeting}\n{preferences}\n{leave}\n"),
            html: format!("<p>{greeting}</p><a href=\"{preferences}\">p</a><a href=\"{leave}\">l</a>"),
        },
    }
}

/// The Message-ID and the Date of a mail as it came over the wire.
fn stamp(mail: &crate::support::Mail) -> (String, String) {
    (mail.header("Message-ID"), mail.header("Date"))
}

fn far_past() -> NaiveDateTime {
    "2001-01-01T00:00:00".parse().unwrap()
}
