//! The ways of a visitor, a subscriber and a reader in a real browser, in both languages, on a phone and on a
//! desktop. axe-core looks at every page.

mod issue;
mod pages;

use std::time::Duration;

use fantoccini::Locator;

use crate::support::{TestApp, browser::Browser};

const PHONE: u32 = 500;
const DESKTOP: u32 = 1280;

/// Presses a button, and waits for the page that it leads to, which may have the same address.
pub async fn press(browser: &Browser, button: &str) {
    browser.page.execute("window.before = true", vec![]).await.unwrap();
    browser.page.find(Locator::Css(button)).await.unwrap().click().await.unwrap();
    let arrived = "return !window.before && document.readyState === 'complete'";
    for _ in 0..200 {
        if browser.page.execute(arrived, vec![]).await.is_ok_and(|answer| answer == true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{button} leads nowhere");
}

async fn tick(browser: &Browser, field: &str) {
    let field = browser.page.find(Locator::Css(&format!("[name='{field}']"))).await.unwrap();
    field.click().await.unwrap();
}

async fn type_into(browser: &Browser, field: &str, text: &str) {
    let field = browser.page.find(Locator::Css(&format!("[name='{field}']"))).await.unwrap();
    field.send_keys(text).await.unwrap();
}

pub async fn path(browser: &Browser) -> String {
    browser.page.current_url().await.unwrap().path().to_owned()
}

/// From the form to one's own preferences, with a mistake on the way.
async fn join(language: &str, width: u32) {
    let Some(browser) = Browser::open(width).await else { return };
    let app = TestApp::start().await;
    browser.goto(&format!("{}/{language}/", app.base)).await;
    browser.goto(&format!("{}/{language}/privacy", app.base)).await;
    browser.goto(&format!("{}/{language}/join", app.base)).await;
    type_into(&browser, "name", "Layla").await;
    press(&browser, "main form button").await;
    browser.check().await;
    assert_eq!(path(&browser).await, format!("/{language}/join"), "a mistake keeps the visitor on the form");
    let name = browser.page.find(Locator::Css("[name='name']")).await.unwrap();
    assert_eq!(name.prop("value").await.unwrap().as_deref(), Some("Layla"), "what was typed is kept");
    type_into(&browser, "email", "layla@alliance.example").await;
    tick(&browser, "consent").await;
    press(&browser, "main form button").await;
    assert_eq!(path(&browser).await, format!("/{language}/join/sent"));
    browser.check().await;

    let letter = app.delivered().await.remove(0);
    browser.goto(&format!("{}{}", app.base, letter.link("/confirm/"))).await;
    press(&browser, "main form button").await;
    browser.check().await;
    let welcome = app.delivered().await.remove(0);
    browser.goto(&format!("{}{}", app.base, welcome.link("/preferences/"))).await;
    press(&browser, "main form button").await;
    browser.check().await;
    browser.goto(&format!("{}{}", app.base, welcome.link("/leave/"))).await;
    press(&browser, "main form button").await;
    browser.check().await;
    browser.page.clone().close().await.unwrap();
}

#[tokio::test]
async fn somebody_joins_and_leaves_in_arabic_on_a_phone() {
    join("ar", PHONE).await;
}

#[tokio::test]
async fn somebody_joins_and_leaves_in_english_on_a_desktop() {
    join("en", DESKTOP).await;
}
