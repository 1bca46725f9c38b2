//! An entry of the audit in words: who, what, and what more there is to say.

use chrono::{DateTime, NaiveDateTime};
use serde::Serialize;

use crate::{access::audit::Entry, i18n::Args};

/// Everything that is ever written down as an action.
const ACTIONS: [&str; 48] = [
    "admin.add",
    "admin.disable",
    "admin.enable",
    "admin.link",
    "admin.role",
    "admin.sign_in",
    "admin.sign_out",
    "article.add",
    "article.create",
    "article.edit",
    "article.pair",
    "article.unpair",
    "bounce.complaint",
    "bounce.hard",
    "bounce.soft",
    "database.restore",
    "issue.approve",
    "issue.cancel",
    "issue.draft",
    "issue.edit",
    "issue.pause",
    "issue.ready",
    "issue.redraft",
    "issue.release",
    "issue.resume",
    "issue.retry",
    "issue.schedule",
    "issue.send",
    "issue.test",
    "letter.again",
    "pairing.decide",
    "pairing.refuse",
    "relay.try",
    "sending.resume",
    "signup.drop",
    "source.add",
    "source.remove",
    "subscriber.add",
    "subscriber.correct",
    "subscriber.erase",
    "subscriber.export",
    "subscriber.find",
    "subscriber.import",
    "subscriber.reveal",
    "token.create",
    "token.revoke",
    "topic.add",
    "topic.rename",
];

/// What a column says.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// A sentence by its key, and after it the id that it speaks of.
    Sentence {
        key: String,
        args: Args,
        id: String,
    },
    Time(NaiveDateTime),
    /// A word of the machine: an id, a code, or what an earlier or later Hudhud wrote.
    Machine(String),
}

fn sentence(key: impl Into<String>, args: Args) -> Words {
    Words::Sentence { key: key.into(), args, id: String::new() }
}

/// Who did it.
pub fn actor(written: &str) -> Words {
    let (who, id) = written.split_once(':').unwrap_or((written, ""));
    match who {
        "admin" | "token" | "command" | "system" => {
            Words::Sentence { key: format!("access-audit-by-{who}"), args: Args::new(), id: id.to_owned() }
        }
        _ => Words::Machine(written.to_owned()),
    }
}

/// What was done.
pub fn action(written: &str) -> Words {
    match ACTIONS.contains(&written) {
        true => sentence(key(written), Args::new()),
        false => Words::Machine(written.to_owned()),
    }
}

fn key(action: &str) -> String {
    format!("access-audit-did-{}", action.replace(['.', '_'], "-"))
}

/// What more was written down.
pub fn detail(entry: &Entry) -> Words {
    let written = entry.detail.as_str();
    let counted = || {
        let (count, noun) = written.split_once(' ')?;
        let key = match noun {
            "readers" | "people" => "people-count",
            "mails" => "access-audit-mails",
            "files" => "access-audit-files",
            _ => return None,
        };
        Some(sentence(key, Args::new().with("count", count.parse::<i64>().ok()?)))
    };
    let known = match entry.action.as_str() {
        "admin.add" | "admin.role" => among(written, "role-", &["owner", "editor", "viewer"]),
        "token.create" => among(written, "access-scope-", &["read", "write", "send"]),
        "issue.draft" => among(written, "issue-cadence-", &["every", "weekly", "monthly"]),
        "issue.release" => among(&written.to_lowercase(), "access-audit-release-", &["resend", "drop"]),
        "issue.schedule" => DateTime::parse_from_rfc3339(written).ok().map(|at| Words::Time(at.naive_utc())),
        "issue.edit" => {
            let number = written.strip_prefix("revision ").and_then(|number| number.parse::<i64>().ok());
            number.map(|number| sentence("access-audit-revision", Args::new().with("number", number)))
        }
        "subscriber.export" => {
            let count = written.parse::<i64>().ok();
            count.map(|count| sentence("people-count", Args::new().with("count", count)))
        }
        "subscriber.import" => imported(written),
        _ => counted(),
    };
    known.unwrap_or_else(|| Words::Machine(written.to_owned()))
}

fn among(word: &str, stem: &str, known: &[&str]) -> Option<Words> {
    known.contains(&word).then(|| sentence(format!("{stem}{word}"), Args::new()))
}

/// `created 1, updated 2, suppressed 3, invalid 4`
fn imported(written: &str) -> Option<Words> {
    let mut args = Args::new();
    for (part, name) in written.split(", ").zip(["created", "updated", "suppressed", "invalid"]) {
        let count = part.strip_prefix(name)?.trim_start().parse::<i64>().ok()?;
        args = args.with(name, count);
    }
    Some(sentence("access-audit-imported", args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Catalogue, Form};

    fn entry(action: &str, detail: &str) -> Entry {
        let words = |word: &str| word.to_owned();
        Entry {
            id: 1,
            at: NaiveDateTime::default(),
            actor: words("command"),
            action: words(action),
            subject: words(""),
            detail: words(detail),
            previous_hash: Vec::new(),
            hash: Vec::new(),
        }
    }

    #[test]
    fn every_action_has_its_sentence() {
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
        let by = ["admin", "token", "command", "system"].map(|who| format!("access-audit-by-{who}"));
        for key in ACTIONS.into_iter().map(key).chain(by) {
            for language in catalogue.languages() {
                let said = catalogue.say(language, &key, &Default::default(), Form::Plain);
                assert!(said.is_ok(), "{key} in {language}");
            }
        }
    }

    #[test]
    fn details_are_sentences_where_they_are_known() {
        let check = |action: &str, written: &str, expected: Words| {
            assert_eq!(detail(&entry(action, written)), expected, "{action} {written}");
        };
        let count = |count: i64| Args::new().with("count", count);
        check("issue.send", "250 readers", sentence("people-count", count(250)));
        check("issue.test", "4 mails", sentence("access-audit-mails", count(4)));
        check(
            "issue.edit",
            "revision 2",
            sentence("access-audit-revision", Args::new().with("number", 2_i64)),
        );
        check("issue.draft", "every", sentence("issue-cadence-every", Args::new()));
        check("issue.release", "Resend", sentence("access-audit-release-resend", Args::new()));
        check("admin.role", "owner", sentence("role-owner", Args::new()));
        check("bounce.hard", "550 5.1.1", Words::Machine("550 5.1.1".to_owned()));
        check("issue.edit", "", Words::Machine(String::new()));
        let four = Args::new().with("created", 1_i64).with("updated", 2_i64);
        let four = four.with("suppressed", 3_i64).with("invalid", 4_i64);
        check(
            "subscriber.import",
            "created 1, updated 2, suppressed 3, invalid 4",
            sentence("access-audit-imported", four),
        );
    }

    #[test]
    fn an_unknown_word_is_shown_as_it_is() {
        assert_eq!(action("planet.move"), Words::Machine("planet.move".to_owned()));
        assert_eq!(actor("ghost"), Words::Machine("ghost".to_owned()));
    }
}
