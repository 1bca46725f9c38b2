//! Wrong settings end a command with 2 and clear words; right ones are shown without their secrets.

use super::{Desk, hudhud, stderr, stdout};
use crate::support::smtp::{Act, Step};

#[test]
fn what_is_wrong_is_told_with_exit_code_two() {
    let dir = tempfile::tempdir().unwrap();
    let check = |variable: (&str, &str), arguments: &[&str], expected: &str| {
        let output = hudhud(dir.path(), arguments).env(variable.0, variable.1).output().unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{variable:?} {arguments:?}: {told}");
        assert!(told.contains(expected), "{told}");
    };
    let nothing = ("LANG", "C");
    check(nothing, &["--nonsense"], "--nonsense");
    check(nothing, &["nonsense"], "nonsense");
    check(nothing, &["--config", "nowhere.toml", "config", "print"], "nowhere.toml can't be read");
    check(("HUDHUD_SMTP_ULR", "x"), &["serve"], "did you mean HUDHUD_SMTP_URL?");
    check(
        ("HUDHUD_DATABASE_URL", "mysql://h/d"),
        &["migrate"],
        "HUDHUD_DATABASE_URL must start with sqlite://",
    );
    check(("HUDHUD_BIND", "here"), &["serve"], "HUDHUD_BIND must be an address and a port");
    check(
        ("HUDHUD_BASE_URL", "https://join.example.org"),
        &["serve"],
        "set HUDHUD_SMTP_URL to your mail server",
    );
    check(("HUDHUD_SMTP_URL", "smtp://a.example,b.example"), &["config", "check"], "behind each comma");
    check(
        ("HUDHUD_SMTP_URL", "smtp://u:geheim@mail.example?tls=nonsense"),
        &["config", "check"],
        "tls is none",
    );
    check(("HUDHUD_WEBHOOK_POSTMARK_SECRET", "abc"), &["config", "check"], "can be guessed");
    check(("HUDHUD_WEBHOOK_GENERIC_SECRET", "abc"), &["serve"], "can be guessed");
    check(("HUDHUD_WARM_UP", "0"), &["config", "check"], "at least 1");
    check(("HUDHUD_LANGUAGES", "ar,tlh"), &["serve"], "language `tlh` has no sentences");
    check(("HUDHUD_LANGUAGES", "ar,tlh"), &["config", "check"], "language `tlh` has no sentences");
    check(("HUDHUD_MAIL_FROM", "nobody"), &["config", "check"], "HUDHUD_MAIL_FROM");
    check(("HUDHUD_KEYS", "seals = \"1\""), &["keys", "check"], "is not as Hudhud wrote it");
}

#[test]
fn everything_wrong_in_a_file_is_told_at_once_by_its_names() {
    let dir = tempfile::tempdir().unwrap();
    let file =
        "languages = 'ar,tlh'\nmail_from = 'nobody'\nlog = 'loud'\nbounce_address = 'x'\nbind = 'here'";
    std::fs::write(dir.path().join("hudhud.toml"), file).unwrap();
    let output = hudhud(dir.path(), &["config", "check"]).output().unwrap();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    for part in [
        "`tlh` has no sentences",
        "mail_from in hudhud.toml is neither",
        "log in hudhud.toml holds",
        "bounce_address in hudhud.toml is not",
        "bind in hudhud.toml must",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn settings_are_printed_for_people_and_for_scripts() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("hudhud.toml"), "smtp_url = 'smtps://u:geheim@mail.example'").unwrap();
    let words = hudhud(dir.path(), &["config", "print"]).output().unwrap();
    assert!(stdout(&words).contains("smtp_url = <redacted>  (hudhud.toml)"), "{}", stdout(&words));
    let json =
        hudhud(dir.path(), &["config", "print", "--json", "--data-dir", "elsewhere"]).output().unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(printed["items"][0]["value"], "elsewhere");
    assert_eq!(printed["items"][0]["origin"], "flag");
    assert!(!stdout(&words).contains("geheim") && !stdout(&json).contains("geheim"));
}

#[test]
fn a_missing_key_is_named_and_no_other_takes_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| hudhud(dir.path(), arguments).output().unwrap();
    let checked = run(&["keys", "check", "--json"]);
    assert!(checked.status.success(), "{}", stderr(&checked));
    let ids: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let file = dir.path().join("data/keys.toml");
    let keys = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let refused = run(&["keys", "check"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains(ids["seals"].as_str().unwrap()), "{}", stderr(&refused));
    assert!(!file.exists(), "new keys would only be in the way");
    std::fs::write(&file, &keys).unwrap();
    assert!(run(&["keys", "check"]).status.success());
    // Keys as a container's secret work the same, but can't be rotated.
    let inline = hudhud(dir.path(), &["keys", "check"]).env("HUDHUD_KEYS_FILE", &file).output().unwrap();
    assert!(inline.status.success(), "{}", stderr(&inline));
    let rotate = hudhud(dir.path(), &["keys", "rotate"]).env("HUDHUD_KEYS_FILE", &file).output().unwrap();
    assert_eq!(rotate.status.code(), Some(2));
    assert!(stderr(&rotate).contains("can't be rotated"), "{}", stderr(&rotate));
}

#[test]
fn the_doctor_finds_a_fresh_folder_right_and_a_dead_mail_server_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let fresh = hudhud(dir.path(), &["doctor"]).output().unwrap();
    assert!(fresh.status.success(), "{}", stdout(&fresh));
    assert!(!dir.path().join("data").exists(), "it only looks");
    assert!(hudhud(dir.path(), &["migrate"]).output().unwrap().status.success());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let dead = format!("smtp://127.0.0.1:{port}");
    let ill = hudhud(dir.path(), &["doctor", "--json"]).env("HUDHUD_SMTP_URL", &dead).output().unwrap();
    assert_eq!(ill.status.code(), Some(1), "{}", stderr(&ill));
    let found: serde_json::Value = serde_json::from_slice(&ill.stdout).unwrap();
    let state = |what: &str| {
        let items = found["items"].as_array().unwrap().iter();
        items.clone().find(|item| item["what"] == what).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!((state("mail").as_str(), state("database").as_str()), ("wrong", "right"), "{found}");
    assert_eq!((state("keys").as_str(), state("clock").as_str()), ("right", "right"), "{found}");
    assert_eq!(state("sending"), "remark", "nothing goes on beside a dead server: {found}");
}

#[test]
fn the_doctor_says_whether_the_server_takes_mail_from_us_and_sends_none() {
    let desk = Desk::new();
    assert!(desk.run(&["migrate"]).status.success());
    let well = stdout(&desk.run(&["doctor"]));
    assert!(well.contains("takes mail from") && well.contains("“250 2.1.0 sender ok”"), "{well}");
    assert!(well.contains("ok     sending: goes on"), "{well}");
    desk.smtp.always(Step::Mail, Act::say("530 5.7.0 Authentication required"));
    let ill = desk.run(&["doctor"]);
    assert_eq!(ill.status.code(), Some(1));
    let told = stdout(&ill);
    assert!(told.contains("WRONG  mail: the server lets us in, but takes no mail from"), "{told}");
    assert!(
        told.contains("530 5.7.0 Authentication required") && told.contains("put user and password"),
        "{told}"
    );
    assert!(told.contains("sending: stands still") && !told.contains("goes on"), "{told}");
    let commands = desk.smtp.commands();
    let count = |verb: &str| commands.iter().filter(|line| line.starts_with(verb)).count();
    assert_eq!((count("MAIL"), count("RSET"), count("RCPT"), count("DATA")), (2, 1, 0, 0), "{commands:?}");
}
