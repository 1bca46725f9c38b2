//! The form and its twin.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ask, asked, person, status};
use crate::support::{Answer, TestApp};

async fn api(app: &TestApp, body: Value) -> Answer {
    let request = app.request(Method::POST, "/api/v1/signups");
    app.send(request.header("content-type", "application/json").body(body.to_string())).await
}

#[tokio::test]
async fn a_visitor_joins_in_their_language_and_is_welcomed_once() {
    let app = TestApp::start().await;
    let page = app.get("/ar/join").await.expect(200);
    assert!(page.body.contains(r#"<html lang="ar" dir="rtl">"#), "{}", page.body);
    assert!(page.text().contains("لبنان"));
    let fields = [
        ("email", "Layla@Example.org"),
        ("name", "ليلى"),
        ("country", "LB"),
        ("reading", "both"),
        ("cadence", "weekly"),
        ("help", "أترجم"),
        ("source", "fb-2026"),
        ("stamp", &page.input("stamp")),
    ];
    let sent = ask(&app, "ar", &fields).await.expect(303);
    assert_eq!(sent.header("location"), "/ar/join/sent");
    let sent = app.get("/ar/join/sent").await.expect(200);
    assert!(sent.text().contains("أكّدوا انضمامكم") && !sent.body.contains("layla"), "{}", sent.text());

    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    let letter = &mails[0];
    assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("layla@example.org", "أكّدوا انضمامكم"));
    assert_eq!(letter.header("content-language"), "ar");
    let link = letter.link("/ar/confirm/");
    assert!(letter.header("list-unsubscribe").contains(&link), "{}", letter.header("list-unsubscribe"));
    assert_eq!(letter.header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    assert_eq!(status(&app, "layla@example.org").await, "none");

    let page = app.get(&link).await.expect(200);
    assert!(page.body.contains("l•••@e•••.org") && !page.body.contains("layla"), "{}", page.body);
    app.post(&link, &[("decision", "confirm")]).await.expect(200);
    let person = person(&app, "layla@example.org").await.unwrap();
    assert_eq!(person.status.as_str(), "active");
    assert_eq!((person.reading.as_str(), person.first_language.as_str()), ("both", "ar"));
    assert_eq!((person.cadence.as_str(), person.country.unwrap().as_str()), ("weekly", "LB"));
    assert_eq!(person.came_from.as_ref().unwrap().as_str(), "fb-2026");
    assert_eq!(person.name(&app.app.vault).unwrap().unwrap().as_str(), "ليلى");
    assert_eq!(person.help(&app.app.vault).unwrap().unwrap(), "أترجم");
    let id = person.id;
    let consents = app.blocking(move |app| {
        app.db.read_blocking(|conn| hudhud::subscribers::consents::list(conn, id)).unwrap()
    });
    let consents = consents.await;
    assert_eq!(consents.len(), 1);
    assert_eq!(consents[0].text, "أوافق على أن تصلني النشرة بالبريد الإلكتروني، وقد قرأتُ كيف تُحفظ بياناتي.");
    assert_eq!((consents[0].language.as_str(), consents[0].page.as_deref()), ("ar", Some("/ar/join")));

    let again = app.post(&link, &[]).await.expect(200);
    assert!(again.text().contains("أنتم معنا من قبل"));
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].subject, "أهلًا بكم معنا");
    assert!(mails[0].text.contains("ليلى"));
    app.get(&mails[0].link("/preferences/")).await.expect(200);
    app.get(&mails[0].link("/leave/")).await.expect(200);
}

#[tokio::test]
async fn mistakes_are_told_beside_their_fields_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let fields = [
        ("email", "layla@"),
        ("name", "Layla <b>"),
        ("country", "LB"),
        ("reading", "both"),
        ("help", "I draw"),
    ];
    let page = app.post("/ar/join", &fields).await.expect(422);
    assert!(page.text().contains("لا نكتب إليكم من دون موافقتكم."));
    assert_eq!((page.input("email"), page.input("name")), ("layla@".into(), "Layla <b>".into()));
    assert!(page.body.contains("Layla &lt;b&gt;") && page.body.contains("I draw"));
    assert!(page.body.contains(r#"value="LB" selected"#) && page.body.contains(r#"value="both" checked"#));
    assert!(page.body.contains(r#"aria-describedby="f-email-error""#), "{}", page.body);

    for (field, value) in [("country", "XX"), ("reading", "fr"), ("cadence", "daily"), ("topics", "cats")] {
        let fields = [("email", "layla@example.org"), (field, value)];
        let page = ask(&app, "en", &fields).await.expect(422);
        assert!(page.body.contains(&format!("f-{field}")), "{field}");
    }
    assert!(app.delivered().await.is_empty());
}

#[tokio::test]
async fn a_mistyped_provider_is_asked_about_once_and_never_changed() {
    let app = TestApp::start().await;
    let first = ask(&app, "en", &[("email", "layla@gmial.com")]).await.expect(422);
    assert!(first.text().contains("layla@gmail.com"));
    assert_eq!(first.input("email"), "layla@gmial.com");
    let kept = first.input("kept_email");
    ask(&app, "en", &[("email", "layla@gmial.com"), ("kept_email", &kept)]).await.expect(303);
    assert_eq!(app.delivered().await[0].to, "layla@gmial.com");
}

#[tokio::test]
async fn programs_join_people_in_the_same_way() {
    let app = TestApp::start().await;
    let taken =
        api(&app, json!({"email": "a@example.org", "consent": true, "language": "ar"})).await.expect(202);
    assert_eq!(taken.json(), json!({"status": "check_your_inbox"}));
    assert_eq!(app.delivered().await[0].subject, "أكّدوا انضمامكم");

    let wrong = json!({"email": 5, "consent": "yes", "language": "fr", "topics": "x", "reading": "xx"});
    let answer = api(&app, wrong).await.expect(422);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let errors = answer.json()["errors"].as_object().unwrap().clone();
    let fields: Vec<&str> = errors.keys().map(String::as_str).collect();
    assert_eq!(fields, ["consent", "email", "language", "reading", "topics"]);
    let english =
        api(&app, json!({"email": "x", "consent": true, "language": "en"})).await.expect(422).json();
    let told = english["errors"]["email"].as_str().unwrap();
    assert!(told.is_ascii(), "in the language of the form, without invisible marks: {told:?}");
    app.send(app.request(Method::POST, "/api/v1/signups").body("{")).await.expect(400);
    let huge = json!({"email": "a".repeat(20_000), "consent": true, "language": "ar"});
    api(&app, huge).await.expect(413);
}

#[tokio::test]
async fn a_filled_trap_gets_the_same_answer_and_nothing_else() {
    let app = TestApp::start().await;
    let trapped = ask(&app, "en", &[("email", "a@example.org"), ("website", "http://spam.example")]).await;
    let taken = ask(&app, "en", &[("email", "b@example.org")]).await;
    assert_eq!((trapped.status, trapped.header("location")), (taken.status, taken.header("location")));
    let mails = app.delivered().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["b@example.org"]);
}

#[tokio::test]
async fn one_address_gets_few_letters_however_often_it_is_typed() {
    let app = TestApp::start().await;
    let mut letters = 0;
    for _ in 0..10 {
        let posts = (0..100).map(|_| ask(&app, "en", &[("email", "a@example.org")]));
        for answer in futures_util::future::join_all(posts).await {
            answer.expect(303);
        }
        letters += app.delivered().await.len();
        app.later(TimeDelta::minutes(11));
    }
    assert_eq!(letters, 3);
}

#[tokio::test]
async fn one_network_may_ask_thirty_times_an_hour() {
    let proxy = "127.0.0.1".parse().unwrap();
    let app = TestApp::builder().config(|config| config.trusted_proxies = vec![proxy]).start().await;
    let post = |ip: &'static str, n: usize| {
        let email = format!("a{n}@example.org");
        app.post_request("/ar/join", &[("email", &email), ("consent", "yes")]).header("x-forwarded-for", ip)
    };
    for n in 0..30 {
        app.send(post("203.0.113.7", n)).await.expect(303);
    }
    let refused = app.send(post("203.0.113.7", 30)).await.expect(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(refused.body.contains(r#"lang="ar""#));
    let body = json!({"email": "x@example.org", "language": "ar", "consent": true});
    let program = app.request(Method::POST, "/api/v1/signups").header("x-forwarded-for", "203.0.113.7");
    let refused = app.send(program.body(body.to_string())).await.expect(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(!refused.body.is_ascii(), "in their language: {}", refused.body);
    // Without a plausible stamp a whole neighbourhood shares one limit; a person's own form is not held up by it.
    app.send(post("203.0.113.8", 31)).await.expect(429);
    let stamp = app.get("/ar/join").await.input("stamp");
    app.later(TimeDelta::seconds(20));
    let fields = [("email", "b@example.org"), ("consent", "yes"), ("stamp", stamp.as_str())];
    app.send(app.post_request("/ar/join", &fields).header("x-forwarded-for", "203.0.113.9"))
        .await
        .expect(303);
    app.send(post("198.51.100.1", 32)).await.expect(303);
}

#[tokio::test]
async fn a_letter_says_the_same_whatever_was_typed() {
    let app = TestApp::start().await;
    let mut seen: Option<String> = None;
    for (n, name) in ["", "Layla", "Win $$$ visit evil.example", "{{ 7*7 }}", "=?utf-8?b?QmNj?=", "<script>"]
        .iter()
        .enumerate()
    {
        let email = format!("a{n}@example.org");
        ask(&app, "en", &[("email", &email), ("name", name), ("help", name)]).await.expect(303);
        let mail = app.delivered().await.remove(0);
        let token = mail.link("/confirm/").rsplit('/').next().unwrap().to_owned();
        let said = (mail.subject + &mail.text + &mail.html).replace(&token, "TOKEN");
        assert_eq!(seen.get_or_insert_with(|| said.clone()), &said, "{name}");
    }
}

#[tokio::test]
async fn two_languages_of_one_page_name_each_other() {
    let app = TestApp::start().await;
    let page = app.get("/en/join?source=Leaflet").await.expect(200);
    assert!(page.body.contains(r#"hreflang="ar""#) && page.body.contains("/ar/join"));
    assert_eq!(page.input("source"), "Leaflet");
    assert!(page.body.len() < 50_000, "{} bytes", page.body.len());
    app.get("/fr/join").await.expect(404);
    let link = asked(&app, "a@example.org").await;
    app.get(&link.replace("/en/", "/ar/")).await.expect(200);
}
