//! What an issue may be made of.

use diesel::prelude::*;

use crate::{
    db::{Conn, schema::topics},
    i18n::Language,
    issues::{Refusal, Words},
    subscribers::{Mistake, Mistakes, audience::Audience},
};

/// Characters of a subject or a preheader, and of an opening or a closing.
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 20_000;

/// The words, unless somebody pasted a book.
pub fn words(words: Words) -> Result<Words, Refusal> {
    let mut mistakes = Mistakes::new();
    for (field, text, most) in [
        ("subject", &words.subject, LONGEST_LINE),
        ("preheader", &words.preheader, LONGEST_LINE),
        ("opening", &words.opening, LONGEST_TEXT),
        ("closing", &words.closing, LONGEST_TEXT),
    ] {
        if text.chars().count() > most {
            mistakes.add(field, Mistake::new("issue-mistake-too-long").mentioning("most", most));
        }
    }
    if mistakes.is_empty() { Ok(words) } else { Err(Refusal::Invalid(mistakes)) }
}

/// Every topic of an audience is one of ours.
pub fn audience(conn: &mut Conn, audience: &Audience) -> Result<(), Refusal> {
    let known: Vec<String> =
        topics::table.filter(topics::slug.eq_any(&audience.topics)).select(topics::slug).load(conn)?;
    match audience.topics.iter().find(|topic| !known.contains(topic)) {
        None => Ok(()),
        Some(topic) => {
            let mut mistakes = Mistakes::new();
            mistakes.add("audience", Mistake::new("issue-mistake-topic").mentioning("topic", topic.as_str()));
            Err(Refusal::Invalid(mistakes))
        }
    }
}

/// Words in a language that the site does not speak.
pub fn unknown_language(language: &Language) -> Refusal {
    let mut mistakes = Mistakes::new();
    mistakes.add("texts", Mistake::new("issue-mistake-language").mentioning("language", language.as_str()));
    Refusal::Invalid(mistakes)
}
