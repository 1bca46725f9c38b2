//! People in the console.

use chrono::TimeDelta;
use hudhud::access::Role;

use crate::{
    signup,
    support::{
        Admin, TestApp,
        smtp::{Act, Step},
    },
};

const LAYLA: [(&str, &str); 5] = [
    ("email", "layla@example.org"),
    ("name", "<script>alert('layla')</script>"),
    ("reading", "both"),
    ("first_language", "ar"),
    ("basis", "Signed at the fair in Beirut"),
];

#[tokio::test]
async fn an_editor_adds_finds_corrects_and_an_owner_erases_a_person() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let added = owner.post("/admin/people/new", &LAYLA).await.expect(303);
    let place = added.header("location").to_owned();
    let page = owner.get(&place).await.expect(200);
    assert!(page.body.contains("l•••@e•••.org") && !page.body.contains("layla@example.org"));
    assert!(page.body.contains("Signed at the fair in Beirut"));
    assert!(page.text().contains("by an editor, by hand"), "{}", page.text());
    assert!(owner.get("/admin/").await.expect(200).text().contains("One person joined"));
    assert!(owner.get("/admin/people?reading=both").await.expect(200).body.contains("l•••@e•••.org"));
    assert!(!owner.get("/admin/people?status=left").await.expect(200).body.contains("l•••@e•••.org"));
    let found = owner.post("/admin/people/find", &[("email", " LAYLA@Example.org ")]).await.expect(303);
    assert_eq!(found.header("location"), place);
    let seen = owner.post(&format!("{place}/reveal"), &[]).await.expect(200);
    assert!(seen.body.contains("layla@example.org") && !seen.body.contains("<script>alert"));
    assert!(owner.get("/admin/audit").await.text().contains("Address looked at"));
    let seen = owner.get(&place).await.input("seen");
    let choices = [("reading", "en"), ("cadence", "weekly"), ("country", "LB"), ("seen", &seen)];
    let saved = owner.submit(&place, &choices).await;
    assert!(saved.text().contains("Lebanon"), "{}", saved.text());
    owner.post(&place, &[("reading", "xx")]).await.expect(422);
    owner.get(&format!("{place}/erase")).await.expect(200);
    owner.submit(&format!("{place}/erase"), &[]).await;
    owner.get(&place).await.expect(404);
    let refused = owner.post("/admin/people/new", &LAYLA).await.expect(422);
    assert!(refused.text().contains("must not be written to"));
}

#[tokio::test]
async fn an_old_form_undoes_nothing_that_the_person_chose_since() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let place = owner.post("/admin/people/new", &LAYLA).await.expect(303).header("location").to_owned();
    let old = owner.get(&place).await.input("seen");
    app.later(TimeDelta::minutes(1));
    let layla = signup::person(&app, "layla@example.org").await.unwrap();
    let link = app.app.links.preferences(&layla.first_language, &layla);
    app.post(&link, &[("action", "save"), ("cadence", "monthly")]).await.expect(303);
    app.later(TimeDelta::minutes(1));
    let form = [("reading", "en"), ("cadence", "weekly"), ("country", "LB")];
    let refused = owner.post(&place, &[&form[..], &[("seen", &old)]].concat()).await.expect(409);
    assert!(refused.text().contains("has changed something"), "{}", refused.text());
    assert_eq!(signup::person(&app, "layla@example.org").await.unwrap().cadence.as_str(), "monthly");
    let seen = refused.input("seen");
    owner.post(&place, &[&form[..], &[("seen", &seen)]].concat()).await.expect(303);
    assert_eq!(signup::person(&app, "layla@example.org").await.unwrap().cadence.as_str(), "weekly");
}

#[tokio::test]
async fn hostile_words_are_only_words() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    for word in
        ["'; DROP TABLE subscribers; --", "\" OR 1=1 --", "%", "<img src=x onerror=alert(1)>", "{{ 7*7 }}"]
    {
        let word: String = url::form_urlencoded::byte_serialize(word.as_bytes()).collect();
        for name in ["status", "reading", "cadence", "country", "after"] {
            let page = owner.get(&format!("/admin/people?{name}={word}")).await.expect(200);
            assert!(!page.body.contains("onerror=alert"));
        }
    }
    let found = owner.submit("/admin/people/find", &[("email", "nobody@example.org")]).await;
    assert!(found.text().contains("Nobody has this address"));
}

#[tokio::test]
async fn a_letter_that_is_tried_again_says_when() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    app.smtp.always(Step::Rcpt, Act::say("451 4.3.0 later"));
    app.post("/en/join", &[("email", "layla@example.org"), ("consent", "yes")]).await.expect(303);
    assert!(app.delivered().await.is_empty());
    let page = owner.get("/admin/letters").await.expect(200).text();
    assert!(page.contains("Next try") && page.contains("451 4.3.0"), "{page}");
}

#[tokio::test]
async fn whoever_mended_the_mail_server_need_not_wait_for_the_next_try() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    app.smtp.always(Step::Mail, Act::say("535 5.7.8 wrong password"));
    app.post("/en/join", &[("email", "layla@example.org"), ("consent", "yes")]).await.expect(303);
    assert!(app.delivered().await.is_empty());
    let page = owner.get("/admin/letters").await.expect(200).text();
    assert!(page.contains("refuses us") && page.contains("The next try is at"), "{page}");

    app.smtp.behave();
    assert!(app.delivered().await.is_empty(), "all wait");
    let page = owner.submit("/admin/letters/try", &[]).await.text();
    assert!(page.contains("It is tried now.") && !page.contains("refuses us"), "{page}");
    let letters = app.delivered().await;
    assert!(letters.iter().any(|mail| mail.to == "layla@example.org"));
}
