//! The subscribers of the sample campaign: names that were thrown together, at addresses that nobody has (RFC 2606).

use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    app::App,
    db::{Conn, PublicId},
    i18n::Language,
    signup::consent_text,
    subscribers::{
        Cadence, CameFrom, NewSubscriber, ReadingChoice, Status,
        consents::{self, GivenBy, NewConsent},
        store::{self, EMAIL, NAME},
        topics,
    },
};

/// How many there are.
pub const COUNT: usize = 300;

const ARABIC_FIRST: [(&str, &str); 16] = [
    ("ليلى", "layla"),
    ("سمير", "samir"),
    ("هدى", "huda"),
    ("يوسف", "yusuf"),
    ("مريم", "maryam"),
    ("كريم", "karim"),
    ("نور", "nour"),
    ("زياد", "ziyad"),
    ("سلمى", "salma"),
    ("عمر", "omar"),
    ("دينا", "dina"),
    ("طارق", "tariq"),
    ("رنا", "rana"),
    ("فادي", "fadi"),
    ("هالة", "hala"),
    ("باسم", "basim"),
];

const ARABIC_LAST: [(&str, &str); 9] = [
    ("حداد", "haddad"),
    ("نجار", "najjar"),
    ("خوري", "khoury"),
    ("منصور", "mansour"),
    ("بيطار", "bitar"),
    ("صائغ", "sayegh"),
    ("خياط", "khayat"),
    ("درويش", "darwish"),
    ("عطار", "attar"),
];

const LATIN_FIRST: [(&str, &str); 8] = [
    ("Anna", "anna"),
    ("Peter", "peter"),
    ("Clara", "clara"),
    ("Jonas", "jonas"),
    ("Ruth", "ruth"),
    ("Martin", "martin"),
    ("Ines", "ines"),
    ("Tom", "tom"),
];

const LATIN_LAST: [(&str, &str); 8] = [
    ("Baker", "baker"),
    ("Weaver", "weaver"),
    ("Miller", "miller"),
    ("Fisher", "fisher"),
    ("Carter", "carter"),
    ("Mason", "mason"),
    ("Potter", "potter"),
    ("Sayer", "sayer"),
];

const COUNTRIES: [&str; 9] = ["LB", "DE", "EG", "FR", "TN", "GB", "JO", "CA", "SE"];
const HOSTS: [&str; 3] = ["example.org", "example.net", "example.com"];
const CAME_FROM: [&str; 3] = ["home", "vote-abroad", "street-stall"];

/// One of them, sealed and ready to be stored.
pub struct Person {
    row: NewSubscriber,
    topics: Vec<String>,
    language: Language,
}

/// Everybody; sealing is done before the database is asked for anything.
pub fn all(app: &App, topic_slugs: &[&str], now: NaiveDateTime) -> anyhow::Result<Vec<Person>> {
    (0..COUNT).map(|nth| person(app, nth, topic_slugs, now)).collect()
}

/// Stores them, with the words that they agreed to. A few have left since.
pub fn store(conn: &mut Conn, app: &App, people: Vec<Person>, now: NaiveDateTime) -> diesel::QueryResult<()> {
    for (nth, person) in people.into_iter().enumerate() {
        let id = store::insert(conn, &person.row)?;
        topics::choose(conn, id, &person.topics)?;
        let text = consent_text(&app.catalogue, &person.language);
        let page = format!("/{}/join", person.language);
        let consent = NewConsent {
            subscriber_id: id,
            given_by: GivenBy::Signup,
            text: &text,
            language: &person.language,
            page: Some(&page),
            asked_at: person.row.created_at,
            confirmed_at: person.row.confirmed_at,
        };
        consents::record(conn, &consent)?;
        if nth % 30 == 29 {
            store::leave(conn, id, now)?;
        }
    }
    Ok(())
}

fn person(app: &App, nth: usize, topic_slugs: &[&str], now: NaiveDateTime) -> anyhow::Result<Person> {
    let languages = app.catalogue.languages();
    // Five of nine read the first language, two the second, and two both.
    let language = languages[usize::from(matches!(nth % 9, 5..=6 | 8)) % languages.len()].clone();
    let [first, last] = name(&language, nth);
    let email = format!("{}.{}.{nth}@{}", first.1, last.1, HOSTS[nth % HOSTS.len()]);
    let reading = match nth % 9 {
        7 | 8 => ReadingChoice::Both,
        _ => ReadingChoice::One(language.clone()),
    };
    let public_id = PublicId::random();
    let joined = now - TimeDelta::hours(7 * i64::try_from(COUNT - nth)?);
    let row = NewSubscriber {
        email: app.vault.seal(EMAIL, &public_id, &email),
        email_index: app.vault.index(&email),
        // Not everybody tells a name.
        name: (nth % 5 != 4).then(|| app.vault.seal(NAME, &public_id, &format!("{} {}", first.0, last.0))),
        help: None,
        status: Status::Active,
        reading,
        first_language: language.clone(),
        cadence: match nth % 20 {
            6 | 13 => Cadence::Weekly,
            19 => Cadence::Monthly,
            _ => Cadence::Every,
        },
        country: COUNTRIES[nth % COUNTRIES.len()].parse().ok(),
        came_from: CAME_FROM[nth % CAME_FROM.len()].parse::<CameFrom>().ok(),
        confirmed_at: joined,
        created_at: joined - TimeDelta::minutes(4),
        updated_at: joined,
        public_id,
    };
    let topics = match nth % 4 {
        0 => vec![topic_slugs[nth % topic_slugs.len()].to_owned()],
        _ => Vec::new(),
    };
    Ok(Person { row, topics, language })
}

/// First and last name in one script, that of the language, and how they are written in an address.
fn name(language: &Language, nth: usize) -> [(&'static str, &'static str); 2] {
    let (firsts, lasts): (&[_], &[_]) = match language.as_str() {
        "ar" => (&ARABIC_FIRST, &ARABIC_LAST),
        _ => (&LATIN_FIRST, &LATIN_LAST),
    };
    [firsts[nth % firsts.len()], lasts[nth / firsts.len() % lasts.len()]]
}
