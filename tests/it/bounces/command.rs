//! `hudhud bounce`, as a mail server pipes to it.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::commands::{Desk, stdout};

fn mail(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/it/bounces/mails/{name}.eml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What it prints, after it ended well.
fn bounce(desk: &Desk, arguments: &[&str], mail: &[u8]) -> String {
    let arguments = [&["bounce"], arguments].concat();
    let mut command = desk.command(&arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(mail).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    stdout(&output)
}

#[test]
fn a_dry_run_says_what_a_mail_means_and_stores_nothing() {
    let desk = Desk::new();
    let said = |name: &str| -> Value {
        serde_json::from_str(&bounce(&desk, &["--dry-run", "--json"], &mail(name))).unwrap()
    };
    assert_eq!(
        said("postfix-user-unknown"),
        json!({"kind": "hard", "status": "5.1.1", "reply": 550, "recipient_found": false})
    );
    assert_eq!(
        said("out-of-office-arabic"),
        json!({"kind": "ignored", "status": null, "reply": null, "recipient_found": false})
    );
    assert_eq!(said("arf-abuse")["kind"], "complaint");
    assert!(!desk.dir.path().join("data").exists(), "nothing is stored");
}

#[test]
fn whatever_the_mail_is_it_ends_well() {
    let desk = Desk::new();
    let hostile: [&[u8]; 4] = [b"", b"\0\xff\0", &vec![b'x'; 12_000_000], b"From: a\n\n"];
    for mail in hostile {
        assert!(bounce(&desk, &["--dry-run"], mail).starts_with("unknown:"));
        assert!(bounce(&desk, &[], mail).starts_with("unknown:"));
    }
}

#[test]
fn a_returned_letter_drops_its_signup_and_a_dry_run_does_not() {
    let mut desk = Desk::new();
    desk.env.push(("HUDHUD_BOUNCE_ADDRESS", "bounce@alliance.example".to_owned()));
    desk.write("people.csv", "email,reading\nlayla@example.org,en\n");
    desk.json(&["subscriber", "import", "people.csv", "--consent", "Signed at the fair"]);
    desk.write("moon.en.md", "---\nlanguage: en\ntitle: Moon\npublished: 2026-05-01\n---\nThe moon\n");
    desk.write(
        "moon.ar.md",
        "---\nlanguage: ar\ntitle: القمر\ntranslation_of: moon.en.md\npublished: 2026-05-01\n---\nنص\n",
    );
    desk.json(&["article", "add", "moon.en.md", "moon.ar.md"]);
    let issue = desk.json(&["issue", "draft"]);
    let id = issue["id"].as_str().unwrap();
    desk.json(&["issue", "approve", id]);
    desk.json(&["issue", "send", id, "--wait"]);
    let sent = desk.smtp.mails().remove(0);
    assert_eq!(sent.to, "layla@example.org");
    let returned = format!(
        "From: MAILER-DAEMON@mx.example\nTo: <{}>\nSubject: failure notice\n\n550 5.1.1 user unknown\n",
        sent.from
    );
    let status = |desk: &Desk| desk.json(&["subscriber", "find", "layla@example.org"])["status"].clone();
    let said: Value =
        serde_json::from_str(&bounce(&desk, &["--dry-run", "--json"], returned.as_bytes())).unwrap();
    assert_eq!(said["recipient_found"], true);
    assert_eq!(status(&desk), "active");
    let leave = sent.text().replace("\r\n ", " ").replace("\r\n\t", " ");
    let leave = leave.split_once("<mailto:").unwrap().1.split(['?', '>']).next().unwrap().to_owned();
    let leaves = format!("From: layla@example.org\nTo: <{leave}>\nSubject: leave\n\n");
    let said: Value =
        serde_json::from_str(&bounce(&desk, &["--dry-run", "--json"], leaves.as_bytes())).unwrap();
    assert_eq!((&said["kind"], &said["recipient_found"]), (&json!("ignored"), &json!(true)));
    assert_eq!(status(&desk), "active");
    let said = bounce(&desk, &[], returned.as_bytes());
    assert_eq!(said.trim(), "hard: the address takes no mail (550 5.1.1); about a message of ours");
    assert_eq!(status(&desk), "unreachable");
}

/// The words that Postfix makes of `argv=…`: blanks part them, braces hold them together, and a quote is a letter like
/// any other.
fn words_of_pipe(recipe: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut depth = 0;
    for word in recipe.split_whitespace() {
        match (word, depth) {
            ("{", 0) => words.push(String::new()),
            ("}", 1) => (),
            (word, 0) => words.push(word.to_owned()),
            (word, _) => {
                let grouped = words.last_mut().unwrap();
                grouped.push_str(if grouped.is_empty() { "" } else { " " });
                grouped.push_str(word);
            }
        }
        depth = match word {
            "{" => depth + 1,
            "}" => depth - 1,
            _ => depth,
        };
    }
    words
}

#[test]
fn what_the_guide_has_postfix_run_takes_a_mail_and_lets_it_be_tried_again() {
    let desk = Desk::new();
    let guide = std::fs::read_to_string(format!("{}/docs/bounces.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let recipe = guide.lines().find_map(|line| line.trim().strip_prefix("argv=")).unwrap();
    desk.write("hudhud.toml", "");
    let run = |config: &str| {
        let recipe = recipe
            .replace("/usr/local/bin/hudhud", env!("CARGO_BIN_EXE_hudhud"))
            .replace("/etc/hudhud.toml", config);
        let words = words_of_pipe(&recipe);
        let mut command = Command::new(&words[0]);
        let ours = desk.command(&[]);
        command.args(&words[1..]).current_dir(desk.dir.path()).stdin(Stdio::piped()).stdout(Stdio::null());
        for (name, value) in ours.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        // One that does not read to the end is judged by its code.
        let _ = child.stdin.take().unwrap().write_all(&mail("postfix-user-unknown"));
        child.wait().unwrap().code()
    };
    assert_eq!(run("hudhud.toml"), Some(0));
    assert_eq!(run("nowhere.toml"), Some(75), "EX_TEMPFAIL: Postfix keeps the mail");
}
