//! A volunteer makes an issue in a real browser, from signing in to the mails in the inbox.

use fantoccini::Locator;
use hudhud::access::Role;

use super::{DESKTOP, PHONE, path, press};
use crate::{
    issues::{Newsroom, id_of, three_articles},
    support::browser::{Browser, Scheme},
};

async fn write_into(browser: &Browser, field: &str, text: &str) {
    let field = browser.page.find(Locator::Css(&format!("[name='{field}']"))).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// Draft, words, preview, test, send, progress, archive; axe-core looks at every page.
async fn make_an_issue(language: &str, width: u32) {
    let Some(browser) = Browser::open(width).await else { return };
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "ليلى", "ar").await;
    room.reader("noor@example.org", "Noor", "en+ar").await;
    let link = room.app.sign_in_link_for(language, "editor@example.org", Role::Editor).await;
    browser.goto(&format!("{}{link}?lang={language}", room.app.base)).await;
    press(&browser, "main form button").await;
    browser.goto(&format!("{}/admin/issues", room.app.base)).await;
    press(&browser, "main form[action='/admin/issues'] button").await;
    browser.check().await;
    let place = path(&browser).await;
    write_into(&browser, "subject.ar", "رسالة الخريف").await;
    write_into(&browser, "subject.en", "Autumn letter").await;
    write_into(&browser, "opening.ar", "أهلًا **بكم**").await;
    press(&browser, &format!("main form[action='{place}'] button")).await;
    browser.check().await;
    press(&browser, &format!("main form[action='{place}/articles'] button[value='down']:not([disabled])"))
        .await;
    press(&browser, &format!("main form[action='{place}/choices'] button")).await;
    browser.check().await;
    for edition in ["ar", "en", "ar,en", "en,ar"] {
        browser.goto(&format!("{}{place}/preview?edition={edition}", room.app.base)).await;
    }
    browser.goto(&format!("{}{place}/preview?edition=ar&format=text", room.app.base)).await;
    write_into(&browser, "to", "me@example.org").await;
    press(&browser, &format!("main form[action='{place}/test'] button")).await;
    browser.check().await;
    assert_eq!(room.app.delivered().await.len(), 4, "a test of every edition");
    browser.goto(&format!("{}{place}/send", room.app.base)).await;
    press(&browser, &format!("main form[action='{place}/send'] button")).await;
    assert_eq!(path(&browser).await, format!("{place}/progress"));
    browser.check().await;
    let mails = room.app.delivered().await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["رسالة الخريف", "Autumn letter"]);
    browser.goto(&format!("{}{place}/progress", room.app.base)).await;
    browser.goto(&format!("{}{place}", room.app.base)).await;
    browser.goto(&format!("{}{}", room.app.base, mails[1].link("/issues/"))).await;
    browser.page.clone().close().await.unwrap();
}

#[tokio::test]
async fn an_issue_is_made_and_sent_in_arabic_on_a_phone() {
    make_an_issue("ar", PHONE).await;
}

#[tokio::test]
async fn an_issue_is_made_and_sent_in_english_on_a_desktop() {
    make_an_issue("en", DESKTOP).await;
}

/// Figures come in by themselves, and only a change of state loads the page anew.
async fn watch_an_issue(language: &str, width: u32, scheme: Scheme) {
    let Some(browser) = Browser::open_in(width, scheme).await else { return };
    let room = Newsroom::open().await;
    three_articles(&room).await;
    for reader in ["defer@gmail.com", "policy@family.example", "ada@example.org"] {
        room.reader(reader, "", "en").await;
    }
    let id = id_of(&room.draft().await);
    room.post(&format!("/issues/{id}/send"), serde_json::Value::Null).await.expect(202);
    let link = room.app.sign_in_link_for(language, "editor@example.org", Role::Editor).await;
    browser.goto(&format!("{}{link}?lang={language}", room.app.base)).await;
    press(&browser, "main form button").await;
    browser.goto(&format!("{}/admin/issues/{id}/progress", room.app.base)).await;
    browser.page.execute("window.isTheSamePage = true", vec![]).await.unwrap();
    room.app.delivered().await;
    browser.page.wait().for_element(Locator::Css("[data-part='replies'] tbody tr")).await.unwrap();
    let is_the_same = "return window.isTheSamePage === true";
    assert_eq!(browser.page.execute(is_the_same, vec![]).await.unwrap(), true);
    browser.check().await;
    room.post(&format!("/issues/{id}/pause"), serde_json::Value::Null).await.expect(200);
    browser.page.wait().for_element(Locator::Css("button[value='resume']")).await.unwrap();
    browser.check().await;
    browser.page.clone().close().await.unwrap();
}

#[tokio::test]
async fn an_editor_watches_in_english_at_a_desk() {
    watch_an_issue("en", DESKTOP, Scheme::Light).await;
}

#[tokio::test]
async fn an_editor_watches_in_arabic_on_a_phone_at_night() {
    watch_an_issue("ar", PHONE, Scheme::Dark).await;
}
