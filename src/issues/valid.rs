//! What an issue may be made of.

use diesel::prelude::*;

use crate::{
    db::{Conn, schema::topics},
    i18n::Language,
    issues::{Refusal, Words, prose},
    subscribers::{Mistake, Mistakes, ReadingChoice, audience::Audience},
};

/// Characters of a subject or a preheader, and of an opening or a closing.
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 20_000;

/// The words, unless somebody pasted a book, or put lists and quotations into one another without end.
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
    for (field, text) in [("opening", &words.opening), ("closing", &words.closing)] {
        if !mistakes.iter().any(|(known, _)| known == field) && prose::is_too_deep(text) {
            mistakes.add(field, Mistake::new("issue-mistake-too-deep"));
        }
    }
    if mistakes.is_empty() { Ok(words) } else { Err(Refusal::Invalid(mistakes)) }
}

/// Every topic of an audience is one of ours, and what it reads a language of the site.
pub fn audience(conn: &mut Conn, audience: &Audience, site: &[Language]) -> Result<(), Refusal> {
    if let Some(ReadingChoice::One(only)) = &audience.reading
        && !site.contains(only)
    {
        return Err(spoken_nowhere("audience", only));
    }
    let known: Vec<String> =
        topics::table.filter(topics::slug.eq_any(&audience.topics)).select(topics::slug).load(conn)?;
    match audience.topics.iter().find(|topic| !known.contains(topic)) {
        None => Ok(()),
        Some(topic) => {
            let mistake = Mistake::new("issue-mistake-topic").mentioning("topic", topic.as_str());
            Err(Refusal::Invalid(Mistakes::one("audience", mistake)))
        }
    }
}

/// Words are in a language of the site.
pub fn language(language: &Language, site: &[Language]) -> Result<(), Refusal> {
    if site.contains(language) { Ok(()) } else { Err(spoken_nowhere("texts", language)) }
}

fn spoken_nowhere(field: &'static str, language: &Language) -> Refusal {
    let mistake = Mistake::new("issue-mistake-language").mentioning("language", language.as_str());
    Refusal::Invalid(Mistakes::one(field, mistake))
}
