//! The link of the letter.

use chrono::TimeDelta;
use reqwest::Method;

use super::{ask, asked, joined, person, status};
use crate::support::TestApp;

#[tokio::test]
async fn looking_at_a_link_changes_nothing() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    for method in [Method::GET, Method::HEAD, Method::GET, Method::OPTIONS] {
        app.send(app.request(method, &link)).await;
    }
    assert_eq!(status(&app, "a@example.org").await, "none");
    let page = app.get(&link).await.expect(200);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("x-robots-tag").contains("noindex"));
    app.post(&link, &[]).await.expect(200);
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn only_what_the_page_and_mail_programs_send_decides() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    for fields in [
        &[("decision", "maybe")][..],
        &[("x", "1")],
        &[("decision", "confirm"), ("x", "1")],
        &[("List-Unsubscribe", "yes")],
    ] {
        let page = app.post(&link, fields).await.expect(422);
        assert!(page.text().contains("We did not understand"), "{fields:?}");
    }
    let json = app.request(Method::POST, &link).header("content-type", "application/json").body("{}");
    app.send(json).await.expect(422);
    assert_eq!(status(&app, "a@example.org").await, "none");
    app.post(&link, &[("decision", "confirm")]).await.expect(200);
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn it_was_not_me() {
    let app = TestApp::start().await;
    for (email, one_click) in [("a@example.org", false), ("b@example.org", true)] {
        let link = asked(&app, email).await;
        let fields = if one_click { [("List-Unsubscribe", "One-Click")] } else { [("decision", "decline")] };
        app.send(app.post_request(&link, &fields).header("origin", "https://mail.example.com"))
            .await
            .expect(200);
        let page = app.post(&link, &[]).await.expect(200);
        assert!(page.text().contains("The request is deleted"));
        assert_eq!(status(&app, email).await, "none");
        app.later(TimeDelta::days(2));
        ask(&app, "en", &[("email", email)]).await.expect(303);
        assert!(app.delivered().await.is_empty(), "no letter for a month");
    }
    app.later(TimeDelta::days(31));
    asked(&app, "a@example.org").await;
}

#[tokio::test]
async fn a_multipart_click_counts_as_one() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    let body =
        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let request = app.request(Method::POST, &link).header("content-type", "multipart/form-data; boundary=x");
    app.send(request.body(body)).await.expect(200);
    let page = app.get(&link).await.expect(200);
    assert!(page.text().contains("The request is deleted"), "{}", page.text());
}

#[tokio::test]
async fn somebody_who_confirmed_leaves_by_one_click_on_the_confirm_letter() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    app.post(&link, &[]).await.expect(200);
    let left = "We have taken your address off the list";
    let page = app.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    assert!(page.text().contains(left));
    assert_eq!(status(&app, "a@example.org").await, "left");
    let page = app.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    assert!(!page.text().contains(left), "who is off the list already did not leave by this");
}

#[tokio::test]
async fn an_old_link_tells_somebody_who_left_that_they_did() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    app.post(&link, &[]).await.expect(200);
    assert!(app.get(&link).await.expect(200).text().contains("You are already with us"));
    app.post(&link, &[("decision", "decline")]).await.expect(200);
    for page in [app.get(&link).await, app.post(&link, &[("decision", "confirm")]).await] {
        let page = page.expect(200);
        assert!(page.text().contains("You are not on the list"), "{}", page.text());
        assert!(page.body.contains(r#"href="/en/join""#));
    }
    assert_eq!(status(&app, "a@example.org").await, "left");
}

#[tokio::test]
async fn of_two_forms_the_later_one_counts_whichever_letter_is_opened() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    app.later(TimeDelta::minutes(20));
    ask(&app, "en", &[("email", "a@example.org"), ("reading", "both"), ("cadence", "monthly")])
        .await
        .expect(303);
    let second = app.delivered().await[0].link("/confirm/");
    assert!(app.get(&link).await.expect(200).text().contains("Once a month"));
    app.post(&link, &[("decision", "confirm")]).await.expect(200);
    assert_eq!(person(&app, "a@example.org").await.unwrap().cadence.as_str(), "monthly");
    assert!(app.get(&second).await.expect(200).text().contains("You are already with us"));
}

#[tokio::test]
async fn fifty_presses_at_once_are_one() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    let presses = (0..50).map(|_| app.post(&link, &[]));
    for answer in futures_util::future::join_all(presses).await {
        answer.expect(200);
    }
    let mails = app.delivered().await;
    assert_eq!(
        mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(),
        ["Welcome, you are with us"]
    );
}

#[tokio::test]
async fn an_old_link_offers_a_new_one() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    app.later(TimeDelta::days(7));
    let page = app.get(&link).await.expect(200);
    assert!(page.text().contains("Send a new link"));
    let page = app.post(&link, &[("decision", "confirm")]).await.expect(200);
    assert!(page.text().contains("This link is no longer good"));
    assert_eq!(status(&app, "a@example.org").await, "none");
    let sent = app.post(&link, &[("decision", "renew")]).await.expect(303);
    assert_eq!(sent.header("location"), "/en/join/sent");
    app.post(&link, &[("decision", "renew")]).await.expect(303);
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    app.post(&mails[0].link("/confirm/"), &[]).await.expect(200);
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn what_was_typed_is_forgotten_in_time() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    app.later(TimeDelta::days(15));
    app.delivered().await;
    let page = app.get(&link).await.expect(200);
    assert!(page.text().contains("we have not kept what was in the form"), "{}", page.text());
    app.later(TimeDelta::days(16));
    app.delivered().await;
    for page in [app.get(&link).await, app.post(&link, &[]).await] {
        let page = page.expect(200);
        assert!(page.text().contains("we have not kept what was in the form"), "{}", page.text());
    }
    app.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    app.post(&link, &[("decision", "renew")]).await.expect(303);
    assert!(app.delivered().await.is_empty());
}

#[tokio::test]
async fn a_link_that_is_still_good_is_not_renewed_away() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    app.later(TimeDelta::hours(1));
    app.post(&link, &[("decision", "renew")]).await.expect(303);
    assert!(app.delivered().await.is_empty());
    app.post(&link, &[]).await.expect(200);
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn a_strange_link_is_no_page_at_all() {
    let app = TestApp::start().await;
    let link = asked(&app, "a@example.org").await;
    let nowhere = app.get("/en/no-such-page").await.expect(404);
    let (start, token) = link.rsplit_once('/').unwrap();
    let other = if &token[20..21] == "A" { "B" } else { "A" };
    let flipped = format!("{}{other}{}", &token[..20], &token[21..]);
    for token in ["x", &flipped, &token.to_uppercase(), &"a".repeat(2000), "%00", "%ff"] {
        let answer = app.get(&format!("{start}/{token}")).await.expect(404);
        let paths = |body: &str, path: &str| body.replace(path, "PATH");
        assert_eq!(
            paths(&answer.body, &format!("confirm/{token}")),
            paths(&nowhere.body, "no-such-page"),
            "{token}"
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{token}");
        app.post(&format!("{start}/{token}"), &[]).await.expect(404);
    }
    for other in ["leave", "preferences"] {
        app.get(&link.replace("confirm", other)).await.expect(404);
        app.post(&link.replace("confirm", other), &[("action", "erase")]).await.expect(404);
    }
    app.get(&format!("{link}>.")).await.expect(200);
}

#[tokio::test]
async fn a_form_changes_nothing_of_somebody_on_the_list() {
    let app = TestApp::start().await;
    joined(&app, "a@example.org").await;
    app.later(TimeDelta::hours(1));
    ask(&app, "ar", &[("email", "a@example.org"), ("name", "Eve"), ("cadence", "monthly")]).await.expect(303);
    let mails = app.delivered().await;
    assert_eq!(mails[0].subject, "أنتم معنا من قبل");
    app.get(&mails[0].link("/preferences/")).await.expect(200);
    let person = person(&app, "a@example.org").await.unwrap();
    assert_eq!((person.cadence.as_str(), person.name.is_none()), ("every", true));
}

#[tokio::test]
async fn who_left_comes_back_by_joining_again() {
    let app = TestApp::start().await;
    let person = joined(&app, "a@example.org").await;
    let leave = app.app.links.leave(&person.first_language, &person);
    app.post(&leave, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    assert_eq!(status(&app, "a@example.org").await, "left");
    app.later(TimeDelta::hours(1));
    ask(&app, "ar", &[("email", "a@example.org"), ("cadence", "monthly")]).await.expect(303);
    let mails = app.delivered().await;
    assert_eq!(mails[0].subject, "أكّدوا انضمامكم");
    app.post(&mails[0].link("/confirm/"), &[]).await.expect(200);
    let back = super::person(&app, "a@example.org").await.unwrap();
    assert_eq!((back.status.as_str(), back.cadence.as_str()), ("active", "monthly"));
    assert_eq!(back.public_id, person.public_id);
}
