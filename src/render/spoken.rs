//! Every sentence that a template says exists, and is told all that it speaks of.

use fluent_bundle::{FluentArgs, FluentValue};

use super::sources;
use crate::i18n::{Catalogue, Form};

#[test]
fn templates_say_only_sentences_that_there_are_and_tell_them_all_they_need() {
    let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
    let templates = sources::read(None).unwrap();
    let mut wrong = Vec::new();
    let mut found = 0;
    for (name, source) in &templates {
        for call in calls(source) {
            let Some(key) = call.key else { continue };
            found += 1;
            let args: FluentArgs<'_> = call.told.iter().map(|name| (*name, FluentValue::from(2))).collect();
            for language in catalogue.languages() {
                if !call.is_told_a_map && catalogue.say(language, key, &args, Form::Plain).is_err() {
                    wrong.push(format!("{name}: {key} told {:?}, in {language}", call.told));
                }
            }
        }
    }
    assert!(found > 20, "only {found} sentences were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One `t(…)` or `tp(…)` of a template. A key that is put together is not known here.
#[derive(Debug, PartialEq)]
struct Call<'a> {
    key: Option<&'a str>,
    told: Vec<&'a str>,
    is_told_a_map: bool,
}

fn calls(source: &str) -> Vec<Call<'_>> {
    let starts = source.match_indices("t(key=").chain(source.match_indices("tp(key="));
    starts
        .filter(|(at, _)| !source[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
        .map(|(at, _)| call(inside(&source[at..])))
        .collect()
}

/// What stands between the first bracket and the one that closes it.
fn inside(call: &str) -> &str {
    let start = call.find('(').unwrap_or_default() + 1;
    let mut depth = 1;
    let end = call[start..].find(|c: char| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &call[start..start + end.unwrap_or_default()]
}

fn call(inside: &str) -> Call<'_> {
    let arguments: Vec<(&str, &str)> =
        arguments(inside).into_iter().filter_map(|it| it.split_once('=')).collect();
    let of = |wanted: &str| {
        arguments.iter().find(|(name, _)| name.trim() == wanted).map(|(_, value)| value.trim())
    };
    Call {
        key: of("key")
            .and_then(|key| key.strip_prefix('"')?.strip_suffix('"'))
            .filter(|key| !key.contains('"')),
        told: arguments
            .iter()
            .map(|(name, _)| name.trim())
            .filter(|name| !["key", "lang", "plain", "args"].contains(name) && !name.starts_with("href"))
            .collect(),
        is_told_a_map: of("args").is_some(),
    }
}

/// Splits at the commas that stand in no bracket and no quotes.
fn arguments(inside: &str) -> Vec<&str> {
    let (mut depth, mut quoted) = (0, false);
    inside
        .split(|c: char| {
            quoted ^= c == '"';
            depth += match c {
                '(' | '[' | '{' => 1,
                ')' | ']' | '}' => -1,
                _ => 0,
            };
            c == ',' && depth == 0 && !quoted
        })
        .collect()
}

#[test]
fn calls_are_read_as_they_are_written() {
    let source = r#"{{ t(key="a", count=items | length, href="/x") }}{{ not(key="z") }}{{ tp(key="b-" ~ c, args=m) }}
        {{ <x label={t(key="c", title=tp(key="d", n=1), lang=l)} /> }}"#;
    let told = |key, told: &[&'static str], is_told_a_map| Call { key, told: told.to_vec(), is_told_a_map };
    let mut found = calls(source);
    found.sort_by_key(|call| call.key);
    assert_eq!(
        found,
        [
            told(None, &[], true),
            told(Some("a"), &["count"], false),
            told(Some("c"), &["title"], false),
            told(Some("d"), &["n"], false),
        ]
    );
}
