//! Leaving and coming back.

use reqwest::Method;

use super::{fresh_link, leave_link};
use crate::{
    signup::{joined, person, status},
    support::TestApp,
};

#[tokio::test]
async fn one_click_leaves_at_once_from_anywhere() {
    let app = TestApp::start().await;
    let urlencoded = ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
    let multipart = (
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
    );
    for (email, (kind, body)) in [("a@example.org", urlencoded), ("b@example.org", multipart)] {
        let link = leave_link(&app, &joined(&app, email).await);
        for _ in 0..2 {
            let request = app.request(Method::POST, &link).header("content-type", kind).body(body);
            let answer = app.send(request.header("origin", "https://mail.google.com")).await.expect(200);
            assert!(answer.header("set-cookie").is_empty() && answer.header("location").is_empty());
            assert!(answer.text().contains("You have left the list"));
        }
        assert_eq!(status(&app, email).await, "left");
    }
    assert!(app.delivered().await.is_empty(), "no goodbye that nobody asked for");
}

#[tokio::test]
async fn fifty_clicks_at_once_are_one() {
    let app = TestApp::start().await;
    let link = leave_link(&app, &joined(&app, "a@example.org").await);
    let clicks = (0..50).map(|_| app.post(&link, &[("List-Unsubscribe", "One-Click")]));
    for answer in futures_util::future::join_all(clicks).await {
        answer.expect(200);
    }
    assert_eq!(status(&app, "a@example.org").await, "left");
}

#[tokio::test]
async fn other_bodies_show_the_page_and_change_nothing() {
    let app = TestApp::start().await;
    let link = leave_link(&app, &joined(&app, "a@example.org").await);
    let json = app.request(Method::POST, &link).header("content-type", "application/json").body("{\"a\":1}");
    let empty = app.request(Method::POST, &link);
    let wrong = app.post_request(&link, &[("List-Unsubscribe", "Yes")]);
    for request in [json, empty, wrong, app.request(Method::GET, &link)] {
        let page = app.send(request).await.expect(200);
        assert!(page.text().contains("Our newsletter will no longer be sent to"), "{}", page.text());
    }
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn who_left_by_mistake_comes_back_by_the_same_link() {
    let app = TestApp::start().await;
    let link = leave_link(&app, &joined(&app, "a@example.org").await);
    let page = app.post(&link, &[("action", "leave")]).await.expect(200);
    assert!(page.text().contains("Take me back, but only once a month"));
    let page = app.get(&link).await.expect(200);
    assert!(page.text().contains("You have left the list"));
    app.post(&link, &[("action", "return"), ("cadence", "monthly")]).await.expect(200);
    let back = person(&app, "a@example.org").await.unwrap();
    assert_eq!((back.status.as_str(), back.cadence.as_str(), back.left_at), ("active", "monthly", None));
}

#[tokio::test]
async fn an_address_that_takes_no_mail_does_not_come_back_by_a_button() {
    let app = TestApp::start().await;
    let person = joined(&app, "a@example.org").await;
    let preferences = app.app.links.preferences(&person.first_language, &person);
    app.post(&preferences, &[("action", "save"), ("paused_days", "30")]).await.expect(303);
    let (id, now) = (person.id, app.clock.now());
    app.blocking(move |app| {
        app.db
            .write_blocking(move |conn| hudhud::subscribers::store::mark_unreachable(conn, id, now))
            .unwrap()
    })
    .await;
    let link = leave_link(&app, &person);
    app.post(&link, &[("action", "return")]).await.expect(200);
    let person = crate::signup::person(&app, "a@example.org").await.unwrap();
    assert_eq!((person.status.as_str(), person.paused_until), ("unreachable", None));
}

#[tokio::test]
async fn who_was_erased_has_left_as_often_as_an_old_mail_asks() {
    let app = TestApp::start().await;
    let person = joined(&app, "a@example.org").await;
    let link = leave_link(&app, &person);
    app.post(&fresh_link(&app, &person), &[("action", "erase")]).await.expect(303);
    for _ in 0..2 {
        let page = app.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        assert!(page.text().contains("You have left the list") && !page.text().contains("Take me back"));
    }
    app.get(&link).await.expect(200);
}
