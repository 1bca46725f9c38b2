//! A third language needs a folder of sentences and a setting, nothing else.

use serde_json::json;

use super::{Newsroom, id_of, unknown_keys};
use crate::support::TestApp;

/// A little Persian: what a mail says. The rest is said in the site's first language until somebody translates it.
const PERSIAN: &str = "\
language-name = فارسی
issue-greeting = درود،
issue-greeting-named = درود { $name }،
issue-reason = این نامه را می‌گیرید چون به جنبش پیوسته‌اید.
issue-read = خواندن مقاله
issue-below = فارسی در پایین
mail-preferences = تنظیمات
mail-leave = لغو اشتراک
mail-web = در وب
";

async fn room() -> Newsroom {
    let builder = TestApp::builder().file("locales/fa/all.ftl", PERSIAN);
    Newsroom::of(builder.config(|config| config.languages = ["ar", "en", "fa"].map(str::to_owned).into()))
        .await
}

#[tokio::test]
async fn a_whole_issue_goes_out_in_a_language_that_was_added_by_files_alone() {
    let room = room().await;
    room.article(&[("ar", "القمر"), ("en", "The-moon"), ("fa", "ماه")]).await;
    room.reader("farid@example.org", "فرید", "fa").await;
    room.reader("all@example.org", "", "fa+all").await;
    let issue = room.draft().await;
    assert_eq!(issue["texts"]["fa"]["subject"], "ماه");
    let id = id_of(&issue);
    let words = json!({"texts": {"fa": {"subject": "نامه‌ی نخست", "opening": "به نام **آزادی**"}}});
    room.patch(&format!("/issues/{id}"), words).await.expect(200);
    let check = room.get(&format!("/issues/{id}/check")).await.expect(200).json();
    assert_eq!(check["ready"], true, "{check}");
    for edition in ["fa", "fa+ar+en", "en+ar+fa"] {
        let query = edition.replace('+', ",");
        let page = room.get(&format!("/issues/{id}/preview?edition={query}")).await.expect(200);
        assert!(page.body.contains("درود،"), "{edition}");
        assert_eq!(unknown_keys(&page.body), [].into(), "{edition}");
    }
    let mails = room.send(&id).await;
    assert_eq!(mails.len(), 2);
    let persian = mails.iter().find(|mail| mail.to == "farid@example.org").unwrap();
    assert_eq!((persian.subject.as_str(), persian.header("Content-Language").as_str()), ("نامه‌ی نخست", "fa"));
    assert!(persian.html.contains(r#"<html lang="fa" dir="rtl">"#) && persian.text.contains("درود"));
    assert!(persian.text.contains("لغو اشتراک") && persian.link("/leave/").starts_with("/fa/"));
    let all = mails.iter().find(|mail| mail.to == "all@example.org").unwrap();
    assert!(all.header("Content-Language").starts_with("fa, "), "{}", all.header("Content-Language"));
    assert_eq!(all.header("Content-Language").split(", ").count(), 3);
    let at = |what: &str| all.text.find(what).unwrap_or_else(|| panic!("{what}: {}", all.text));
    assert!(at("آزادی") < at("The-moon") && at("آزادی") < at("القمر"));
    assert_eq!(unknown_keys(&all.text), [].into());
}

#[tokio::test]
async fn its_readers_join_manage_and_leave_in_it() {
    let room = room().await;
    let page = room.app.get("/fa/join").await.expect(200);
    assert!(page.body.contains(r#"<html lang="fa" dir="rtl">"#));
    let form = [("email", "farid@example.org"), ("reading", "fa"), ("consent", "yes")];
    room.app.post("/fa/join", &form).await.expect(303);
    let confirm = room.app.delivered().await.remove(0).link("/confirm/");
    assert!(confirm.starts_with("/fa/"));
    room.app.post(&confirm, &[("decision", "confirm")]).await.expect(200);
    let welcome = room.app.delivered().await.remove(0);
    let preferences = room.app.get(&welcome.link("/preferences/")).await.expect(200);
    assert!(preferences.body.contains(r#"value="fa""#), "{}", preferences.body);
    room.article(&[("fa", "ماه")]).await;
    let id = id_of(&room.draft().await);
    assert_eq!(room.send(&id).await[0].to, "farid@example.org");
    let archive = room.app.get("/fa/issues/1").await.expect(200);
    assert!(archive.text().contains("ماه"));
    room.app.post(&welcome.link("/leave/"), &[]).await.expect(200);
}
