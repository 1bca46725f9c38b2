//! A whole campaign by commands alone: people from a file, articles from files, an issue to everybody.

use serde_json::{Value, json};

use super::{desk::Desk, stdout};
use crate::support::smtp::{Act, Step};

fn with_people_and_articles() -> Desk {
    let desk = Desk::new();
    desk.write(
        "people.csv",
        "email,name,reading,first_language,cadence,country,topics\n\
         layla@example.org,ليلى,ar,,every,LB,\n\
         ada@example.org,Ada,en,,every,,\n\
         noor@example.org,,both,en,every,,\n\
         nobody,,,,,,\n",
    );
    let imported = desk.json(&["subscriber", "import", "people.csv", "--consent", "Signed at the fair"]);
    assert_eq!((&imported["created"], &imported["invalid"][0]["line"]), (&json!(3), &json!(5)), "{imported}");
    assert_eq!(imported["n_invalid"], 1, "{imported}");
    desk.write("moon.ar.md", "---\nlanguage: ar\ntitle: القمر\npublished: 2026-05-01\n---\nنص **القمر**\n");
    desk.write(
        "moon.en.md",
        "---\nlanguage: en\ntitle: The moon\ntranslation_of: moon.ar.md\npublished: 2026-05-01\n---\nThe *moon*\n",
    );
    let added = desk.json(&["article", "add", "moon.ar.md", "moon.en.md"]);
    assert_eq!(added["items"][0]["article"], added["items"][1]["article"], "{added}");
    desk
}

#[test]
fn an_issue_is_made_checked_tested_and_sent() {
    let desk = with_people_and_articles();
    let issue = desk.json(&["issue", "draft"]);
    assert_eq!((&issue["status"], &issue["texts"]["en"]["subject"]), (&json!("draft"), &json!("The moon")));
    let id = issue["id"].as_str().unwrap();
    let nothing = desk.json(&["issue", "draft"]);
    assert_eq!(nothing["issue"], Value::Null);
    assert!(nothing["reason"].as_str().unwrap().is_ascii(), "in English: {nothing}");
    desk.write("opening.md", "Dear **friends**\n");
    let edit = ["issue", "edit", id, "--language", "en", "--subject", "37 names", "--opening", "opening.md"];
    assert_eq!(desk.json(&edit)["texts"]["en"]["subject"], "37 names");
    let check = desk.json(&["issue", "check", id]);
    assert_eq!((&check["ready"], &check["problems"]), (&json!(true), &json!([])), "{check}");
    let text = stdout(&desk.run(&["issue", "preview", id, "--edition", "en+ar", "--format", "text"]));
    assert!(text.contains("friends") && text.contains("القمر"), "{text}");
    let html = stdout(&desk.run(&["issue", "preview", "1", "--edition", "ar", "--format", "html"]));
    assert!(html.contains(r#"<html lang="ar" dir="rtl">"#), "{html}");
    let tested = desk.json(&["issue", "test", id, "me@example.org"]);
    assert_eq!(tested["mails"], 4);
    assert_eq!(desk.json(&["issue", "approve", id])["status"], "approved");
    let over = desk.run(&["issue", "send", id, "--at", "2020-01-01T00:00:00Z"]);
    assert_eq!(over.status.code(), Some(2));
    let sent = desk.json(&["issue", "send", id, "--wait"]);
    assert_eq!(
        (&sent["id"], &sent["status"], &sent["selected"]),
        (&json!(id), &json!("sent"), &json!(3)),
        "{sent}"
    );
    let mut to: Vec<String> = desk.smtp.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    let tests = vec!["me@example.org"; 4];
    assert_eq!(to, [vec!["ada@example.org", "layla@example.org"], tests, vec!["noor@example.org"]].concat());
    assert_eq!(desk.json(&["issue", "show", id])["status"], "sent");
    assert_eq!(desk.json(&["issue", "list"])["items"][0]["id"], id);
    assert!(desk.refused(1, &["issue", "send", id]).contains("an issue that is sent"));
}

#[test]
fn an_issue_is_scheduled_cancelled_and_what_makes_no_sense_is_refused() {
    let desk = with_people_and_articles();
    desk.json(&["issue", "draft", "--missing", "leave_out", "--cadence", "every", "--since", "2026-01-01"]);
    let scheduled = desk.json(&["issue", "send", "1", "--at", "2099-01-01T10:00:00Z"]);
    assert_eq!((&scheduled["status"], &scheduled["selected"]), (&json!("scheduled"), &json!(3)));
    assert!(desk.refused(1, &["issue", "pause", "1"]).contains("an issue that is scheduled"));
    assert!(desk.refused(1, &["issue", "resume", "1"]).contains("an issue that is scheduled"));
    let long = "x".repeat(301);
    let refused = desk.refused(2, &["issue", "edit", "1", "--language", "en", "--subject", &long]);
    assert!(refused.contains("subject: At most 300 characters"), "{refused}");
    let scheduled = stdout(&desk.run(&["issue", "send", "1", "--at", "2099-01-01T10:00:00Z"]));
    assert!(scheduled.starts_with("scheduled: 3 readers, starts at 2099-01-01"), "{scheduled}");
    assert_eq!(desk.json(&["issue", "cancel", "1"])["status"], "cancelled");
    assert!(desk.refused(1, &["issue", "send", "1"]).contains("an issue that is cancelled"));
    for wrong in [
        &["issue", "draft", "--since", "soon"][..],
        &["issue", "draft", "--cadence", "daily"],
        &["issue", "send", "1", "--at", "soon"],
        &["issue", "edit", "1", "--language", "fr", "--subject", "Bonjour"],
        &["issue", "edit", "1", "--language", "en"],
        &["issue", "preview", "1", "--edition", "fr"],
        &["issue", "preview", "1", "--edition", ""],
        &["issue", "test", "1", "nobody"],
        &["issue", "test", "1"],
    ] {
        desk.refused(2, wrong);
    }
    for unknown in ["2", "none", "AAAAAAAAAAAAAAAAAAAAAA"] {
        assert!(desk.refused(1, &["issue", "show", unknown]).contains("there is no"));
    }
    desk.refused(1, &["issue", "edit", "1", "--language", "en", "--opening", "nowhere.md"]);
}

#[test]
fn a_paused_issue_ends_the_wait_with_one() {
    let desk = with_people_and_articles();
    desk.json(&["issue", "draft"]);
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let send =
        |url: String| desk.command(&["issue", "send", "1"]).env("HUDHUD_SMTP_URL", url).output().unwrap();
    assert!(send(format!("smtp://127.0.0.1:{gone}")).status.success(), "it starts without a server");
    assert_eq!(desk.json(&["issue", "pause", "1"])["status"], "paused");
    let again = desk.json(&["issue", "show", "1"]);
    assert_eq!((&again["status"], &again["progress"]["waiting"]), (&json!("paused"), &json!(3)));
    let told = stdout(&desk.run(&["issue", "show", "1"]));
    assert!(told.contains("progress  3 readers, 0 sent, 3 waiting"), "{told}");
    let told = stdout(&desk.run(&["issue", "list"]));
    assert!(told.contains("(0 sent, 3 waiting)"), "{told}");
    assert_eq!(desk.json(&["issue", "resume", "1"])["status"], "sending");
    assert_eq!(desk.json(&["issue", "cancel", "1"])["status"], "cancelled");
    assert!(desk.smtp.mails().is_empty());
}

#[test]
fn people_are_found_exported_and_erased() {
    let desk = with_people_and_articles();
    let found = desk.json(&["subscriber", "find", "LAYLA@example.org"]);
    assert!(found.to_string().contains("layla@example.org"), "{found}");
    assert_eq!(desk.json(&["subscriber", "export", "out.csv"])["exported"], 3);
    let exported = desk.read("out.csv");
    assert!(exported.contains("ليلى") && exported.contains("noor@example.org"), "{exported}");
    assert_eq!(desk.json(&["subscriber", "erase", "ada@example.org"])["erased"], true);
    let erased = desk.json(&["subscriber", "find", "ada@example.org"]);
    assert!(erased["email"].is_null() && erased["suppressed"] == json!(["erased"]), "{erased}");
    assert!(desk.refused(1, &["subscriber", "find", "stranger@example.org"]).contains("nothing is known"));
    desk.refused(1, &["subscriber", "erase", "ada@example.org"]);
    desk.refused(2, &["subscriber", "find", "nobody"]);
    desk.refused(1, &["subscriber", "import", "nowhere.csv", "--consent", "x"]);
    desk.refused(2, &["subscriber", "import", "people.csv"]);
    let again = desk.json(&["subscriber", "import", "people.csv", "--consent", "Signed at the fair"]);
    assert_eq!((&again["created"], &again["suppressed"]), (&json!(0), &json!(1)), "{again}");
    desk.json(&["issue", "draft"]);
    desk.smtp.always(Step::Rcpt, Act::say("550 5.1.1 nobody of that name"));
    let sent = stdout(&desk.run(&["issue", "send", "1", "--wait"]));
    assert_eq!(sent.trim(), "sent: 2 readers, 0 sent, 2 failed", "who was erased stays away");
    assert!(desk.smtp.mails().is_empty());
}
