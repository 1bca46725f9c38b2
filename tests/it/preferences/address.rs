//! Writing to another address.

use chrono::TimeDelta;

use super::{fresh_link, old_link};
use crate::{
    signup::{joined, status},
    support::TestApp,
};

#[tokio::test]
async fn a_new_address_is_confirmed_there_and_the_old_one_is_told() {
    let app = TestApp::start().await;
    let person = joined(&app, "old@example.org").await;
    let link = fresh_link(&app, &person);
    let fields = [("action", "change_address"), ("email", "new@example.org")];
    let done = app.post(&link, &fields).await.expect(303);
    assert!(
        app.get(done.header("location"))
            .await
            .expect(200)
            .text()
            .contains("We have sent a link to the new address")
    );
    assert_eq!(
        (status(&app, "old@example.org").await.as_str(), status(&app, "new@example.org").await.as_str()),
        ("active", "none")
    );

    let mails = app.delivered().await;
    assert_eq!(
        (mails.len(), mails[0].to.as_str(), mails[0].subject.as_str()),
        (1, "new@example.org", "Confirm your new address")
    );
    let confirm = mails[0].link("/confirm/");
    let page = app.get(&confirm).await.expect(200);
    assert!(page.body.contains("n•••@e•••.org"));
    for unclear in ["maybe", "renew"] {
        let page = app.post(&confirm, &[("decision", unclear)]).await.expect(422);
        assert!(page.body.contains("n•••@e•••.org"), "{unclear}");
        assert_eq!(status(&app, "new@example.org").await, "none");
    }
    let page = app.post(&confirm, &[("decision", "confirm")]).await.expect(200);
    assert!(page.text().contains("Your address is changed"));
    assert!(app.post(&confirm, &[]).await.expect(200).text().contains("This address is confirmed"));
    assert_eq!(
        (status(&app, "old@example.org").await.as_str(), status(&app, "new@example.org").await.as_str()),
        ("none", "active")
    );
    let mails = app.delivered().await;
    assert_eq!(
        (mails.len(), mails[0].to.as_str(), mails[0].subject.as_str()),
        (1, "old@example.org", "Your address is changed")
    );
    app.get(&old_link(&app, &person)).await.expect(200);
}

#[tokio::test]
async fn a_taken_address_gets_the_same_answer() {
    let app = TestApp::start().await;
    joined(&app, "taken@example.org").await;
    let link = fresh_link(&app, &joined(&app, "a@example.org").await);
    app.later(TimeDelta::minutes(15));
    let answers = [
        app.post(&link, &[("action", "change_address"), ("email", "taken@example.org")]).await,
        app.post(&link, &[("action", "change_address"), ("email", "free@example.org")]).await,
    ];
    assert_eq!((answers[0].status, &answers[0].body), (answers[1].status, &answers[1].body));
    assert_eq!(answers[0].header("location"), answers[1].header("location"));
    let mut mails: Vec<_> = app.delivered().await.into_iter().map(|mail| (mail.to, mail.subject)).collect();
    mails.sort();
    let expected =
        [("free@example.org", "Confirm your new address"), ("taken@example.org", "You are already with us")];
    assert_eq!(mails, expected.map(|(to, subject)| (to.to_owned(), subject.to_owned())));
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn an_address_that_somebody_joined_with_meanwhile_stays_theirs() {
    let app = TestApp::start().await;
    let link = fresh_link(&app, &joined(&app, "a@example.org").await);
    app.post(&link, &[("action", "change_address"), ("email", "b@example.org")]).await.expect(303);
    let confirm = app.delivered().await.remove(0).link("/confirm/");
    app.later(TimeDelta::hours(1));
    joined(&app, "b@example.org").await;
    for _ in 0..2 {
        let page = app.post(&confirm, &[("decision", "confirm")]).await.expect(200);
        assert!(page.text().contains("goes to this address already"), "{}", page.text());
    }
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn an_address_that_was_not_meant_stays_out() {
    let app = TestApp::start().await;
    let link = fresh_link(&app, &joined(&app, "a@example.org").await);
    app.post(&link, &[("action", "change_address"), ("email", "b@example.org")]).await.expect(303);
    let confirm = app.delivered().await.remove(0).link("/confirm/");
    app.post(&confirm, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    let page = app.post(&confirm, &[]).await.expect(200);
    assert!(page.text().contains("The request is deleted"));
    assert_eq!(
        (status(&app, "a@example.org").await.as_str(), status(&app, "b@example.org").await.as_str()),
        ("active", "none")
    );
    for wrong in ["", "nonsense", "a@example.org"] {
        let page = app.post(&link, &[("action", "change_address"), ("email", wrong)]).await.expect(422);
        assert!(page.body.contains("f-email-error"), "{wrong}");
    }
    app.later(TimeDelta::days(8));
    let page = app.get(&confirm).await.expect(200);
    assert!(page.text().contains("This link is no longer good"));
}
