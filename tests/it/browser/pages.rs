//! Every screen of the console and every page that needs no link of one's own: in Arabic on a dark phone, in English
//! on a light desktop.

use fantoccini::Locator;
use hudhud::{
    access::Role,
    articles::{pairing, store},
    config::SmtpSetting,
    db::PublicId,
    delivery::{self, WhenUncertain},
};
use serde_json::{Value, json};

use super::{DESKTOP, PHONE, path, press, type_into};
use crate::{
    issues::{Newsroom, id_of, three_articles},
    support::{
        TestApp,
        browser::{Browser, Scheme},
    },
};

/// A campaign that has something to show on every page, and keeps its mails in the mailbox.
struct Campaign {
    room: Newsroom,
    article: String,
    sent: String,
    draft: String,
    person: String,
}

impl Campaign {
    async fn new() -> Campaign {
        let builder = TestApp::builder().config(|config| config.smtp_url = SmtpSetting::Mailbox);
        let room = Newsroom::of(builder).await;
        let topic = json!({"slug": "rights", "names": {"ar": "الحقوق", "en": "Rights"}});
        room.post("/topics", topic).await;
        let source = json!({"url": "https://alliance.example/feed", "language": "ar"});
        room.post("/sources", source).await.expect(201);
        let [article, ..] = three_articles(&room).await;
        let person = room.reader("layla@example.org", "ليلى", "ar+en").await;
        room.reader("noor@example.org", "Noor", "en").await;
        let sent = id_of(&room.draft().await);
        room.post(&format!("/issues/{sent}/send"), Value::Null).await.expect(202);
        room.app.blocking(|app| app.outbox.deliver_due().unwrap()).await;
        room.app.delivered().await;
        // Neither has a space at which it could break.
        let long = [format!("البئر{}", "ـر".repeat(60)), format!("The-well-{}", "x".repeat(120))];
        let alike = [room.article(&[("ar", &long[0])]).await, room.article(&[("en", &long[1])]).await];
        suggest(&room.app, alike).await;
        let draft = id_of(&room.draft().await);
        Campaign { room, article, sent, draft, person }
    }

    fn screens(&self) -> Vec<String> {
        let Campaign { article, sent, draft, person, .. } = self;
        let screens = [
            "",
            "/issues",
            &format!("/issues/{draft}"),
            &format!("/issues/{draft}/preview"),
            &format!("/issues/{draft}/preview?format=text"),
            &format!("/issues/{draft}/send"),
            &format!("/issues/{sent}"),
            &format!("/issues/{sent}/progress"),
            "/articles",
            "/articles/new",
            &format!("/articles/{article}"),
            "/sources",
            "/people",
            "/people?status=left",
            "/people/new",
            &format!("/people/{person}"),
            &format!("/people/{person}/erase"),
            "/letters",
            "/topics",
            "/tokens",
            "/audit",
            "/admins",
        ];
        screens.iter().map(|screen| format!("/admin{screen}")).collect()
    }
}

/// Asks the editors whether two articles are one.
async fn suggest(app: &TestApp, articles: [String; 2]) {
    let [left, right] = articles.map(|id| id.parse::<PublicId>().unwrap());
    let now = app.clock.now();
    let suggest = app.app.db.write(move |conn| {
        let mut text = |id| Ok::<_, diesel::result::Error>(store::find(conn, id)?.unwrap().translations);
        let [left, right] = [text(&left)?, text(&right)?].map(|texts| texts.values().next().unwrap().id);
        pairing::suggest(conn, left, right, now)
    });
    assert!(suggest.await.unwrap());
}

/// Pages that anybody can open, and the mails of the mailbox.
async fn look_around(browser: &Browser, campaign: &Campaign, language: &str) {
    let base = &campaign.room.app.base;
    let pages =
        ["articles", "issues", "issues/1", "link", "link/sent", "join/sent", "privacy", "nothing-here"];
    for page in pages {
        browser.goto(&format!("{base}/{language}/{page}")).await;
    }
    for list in ["articles", "issues"] {
        browser.goto(&format!("{base}/{language}/{list}")).await;
        press(browser, "main .news a").await;
        browser.check().await;
    }
    browser.goto(&format!("{base}/{language}/")).await;
    browser.goto(&format!("{base}/mailbox?lang={language}")).await;
    press(browser, "main td a").await;
    browser.check().await;
    for view in ["text", "source"] {
        let mail = path(browser).await;
        browser.goto(&format!("{base}{}/{view}?lang={language}", mail.trim_end_matches("/text"))).await;
    }
    browser.goto(&format!("{base}/admin/sign-in?lang={language}")).await;
}

/// Every screen, and the mistakes of every form.
async fn look_at_the_console(browser: &Browser, campaign: &Campaign, language: &str) {
    let app = &campaign.room.app;
    let link = app.sign_in_link_for(language, "owner@example.org", Role::Owner).await;
    browser.goto(&format!("{}{link}?lang={language}", app.base)).await;
    press(browser, "main form button").await;
    for screen in campaign.screens() {
        browser.goto(&format!("{}{screen}", app.base)).await;
        let html = browser.page.source().await.unwrap();
        assert!(html.contains(&format!("<html lang=\"{language}\"")), "{screen} speaks another language");
    }
    for edition in ["ar", "en,ar"] {
        let mail = format!("{}/admin/issues/{}/mail?edition={edition}", app.base, campaign.draft);
        browser.page.goto(&mail).await.unwrap();
        browser.fits().await;
    }
    browser.goto(&format!("{}/admin/issues/{}", app.base, campaign.sent)).await;
    let fields = browser.page.find_all(Locator::Css("main :is(input, select, textarea)")).await.unwrap();
    assert!(fields.is_empty(), "a sent issue is there to be read");
    for screen in ["articles/new", "sources", "people/new", "topics", "tokens", "admins"] {
        browser.goto(&format!("{}/admin/{screen}", app.base)).await;
        press(browser, "main form button.primary").await;
        browser.check().await;
        let shown = "return !!document.querySelector('main [aria-invalid=true], main .error')";
        let is_wrong = browser.page.execute(shown, vec![]).await.unwrap();
        assert_eq!(is_wrong, Value::Bool(true), "an empty form on {screen}");
    }
    browser.goto(&format!("{}/admin/tokens", app.base)).await;
    type_into(browser, "name", "Feed reader").await;
    press(browser, "main form button.primary").await;
    browser.check().await;
    browser.goto(&format!("{}/admin/people", app.base)).await;
    type_into(browser, "email", "layla@example.org").await;
    press(browser, "main form button").await;
    press(browser, "form[action$='/reveal'] button").await;
    browser.check().await;
    let now = app.clock.now();
    app.app.db.write(move |conn| delivery::hold(conn, WhenUncertain::Resend, now)).await.unwrap();
    browser.goto(&format!("{}/admin/", app.base)).await;
    press(browser, ".notice form button").await;
    browser.check().await;
}

async fn look(language: &str, width: u32, scheme: Scheme) {
    let Some(browser) = Browser::open_in(width, scheme).await else { return };
    let campaign = Campaign::new().await;
    look_around(&browser, &campaign, language).await;
    look_at_the_console(&browser, &campaign, language).await;
    browser.page.clone().close().await.unwrap();
}

#[tokio::test]
async fn every_page_is_good_in_arabic_on_a_dark_phone() {
    look("ar", PHONE, Scheme::Dark).await;
}

#[tokio::test]
async fn every_page_is_good_in_english_on_a_light_desktop() {
    look("en", DESKTOP, Scheme::Light).await;
}
