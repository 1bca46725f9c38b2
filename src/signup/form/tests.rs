//! What is typed into the form, and what becomes of it.

use std::collections::BTreeMap;

use super::*;

fn catalogue() -> Catalogue {
    Catalogue::load(&["ar".into(), "en".into()], None).unwrap()
}

fn filled() -> JoinFields {
    JoinFields { email: "layla@example.org".into(), consent: true, ..JoinFields::default() }
}

fn read(fields: &JoinFields) -> Result<Wanted, BTreeMap<&'static str, &'static str>> {
    let catalogue = catalogue();
    let topics = [Topic { id: 1, slug: "prisoners".into(), names: BTreeMap::new() }];
    let language = catalogue.find("en").unwrap();
    let shown = Shown { catalogue: &catalogue, language: &language, page: "/en/join", topics: &topics };
    parse(fields, &shown, Mistakes::new())
        .map_err(|mistakes| mistakes.iter().map(|(field, mistake)| (field, mistake.key)).collect())
}

#[test]
fn an_address_and_a_yes_are_enough() {
    let wanted = read(&filled()).unwrap();
    assert_eq!(wanted.reading.as_str(), "en");
    assert_eq!(wanted.first_language.as_str(), "en");
    assert_eq!(wanted.cadence, Cadence::Every);
    assert!(wanted.topics.is_empty() && wanted.name.is_none() && wanted.country.is_none());
    assert_eq!(
        wanted.consent.text,
        "I agree to receive the newsletter by email, and have read how my data is kept."
    );
    assert_eq!(wanted.consent.page, "/en/join");
}

#[test]
fn every_field_is_checked() {
    let check = |change: fn(&mut JoinFields), field: &str, key: &str| {
        let mut fields = filled();
        change(&mut fields);
        assert_eq!(read(&fields).unwrap_err(), BTreeMap::from([(field, key)]));
    };
    check(|it| it.email = "  ".into(), "email", "mistake-email-missing");
    check(|it| it.email = "layla@localhost".into(), "email", "mistake-email");
    check(|it| it.email = "layla@gmial.com".into(), "email", "mistake-email-typo");
    check(|it| it.country = "XX".into(), "country", "mistake-country");
    check(|it| it.reading = "fr".into(), "reading", "mistake-reading");
    check(|it| it.cadence = "hourly".into(), "cadence", "mistake-cadence");
    check(|it| it.topics = vec!["prisoners".into(), "cats".into()], "topics", "mistake-topics");
    check(|it| it.consent = false, "consent", "mistake-consent");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let fields = JoinFields { country: "?".into(), ..JoinFields::default() };
    assert_eq!(read(&fields).unwrap_err().len(), 3);
}

#[test]
fn an_address_that_is_sent_again_is_meant() {
    let mut fields = JoinFields { email: "layla@gmial.com".into(), ..filled() };
    fields.kept_email = "other@gmial.com".into();
    assert!(read(&fields).is_err());
    fields.kept_email = " Layla@gmial.com".into();
    assert_eq!(read(&fields).unwrap().email.as_str(), "layla@gmial.com");
}

#[test]
fn free_text_is_cut_and_cleaned_and_of_a_strange_source_a_code_is_left() {
    let fields = JoinFields {
        name: "\u{202e}Layla\r\n".into(),
        help: format!("\u{0}I\nhelp\u{202e}{}", "x".repeat(5000)),
        source: "//evil.example".into(),
        topics: vec!["prisoners".into(), "prisoners".into()],
        reading: "both".into(),
        country: "lb".into(),
        ..filled()
    };
    let wanted = read(&fields).unwrap();
    assert_eq!(wanted.name.as_ref().unwrap().as_str(), "Layla");
    let help = wanted.help.as_deref().unwrap();
    assert!(help.starts_with("I\nhelpx") && help.chars().count() == HELP_LENGTH);
    assert_eq!(wanted.came_from.as_ref().unwrap().as_str(), "evil.example");
    assert_eq!(wanted.topics, ["prisoners"]);
    assert_eq!(wanted.first_language.as_str(), "en");
    assert_eq!(wanted.country.unwrap().as_str(), "LB");
    assert_eq!(Wanted::from_text(&wanted.to_text()).unwrap(), wanted);
}
