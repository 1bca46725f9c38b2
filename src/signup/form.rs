//! From what was typed to what is wanted, or to what is wrong with it.

use crate::{
    i18n::{Args, Catalogue, Language, marks},
    signup::{
        typo,
        wanted::{Agreed, Wanted},
    },
    subscribers::{
        Cadence, CameFrom, Country, EmailAddress, Mistake, Mistakes, PersonName, ReadingChoice, topics::Topic,
    },
    web::join_form::{HELP_LENGTH, JoinFields},
};

/// Where and in which words a form was shown.
pub struct Shown<'a> {
    pub catalogue: &'a Catalogue,
    pub language: &'a Language,
    /// Path of the page.
    pub page: &'a str,
    /// The topics that there are.
    pub topics: &'a [Topic],
}

/// Checks every field; the mistakes are those of all fields, in the order of the form.
/// `mistakes` are those that were seen before; with one of them nothing is wanted.
pub fn parse(fields: &JoinFields, shown: &Shown, mut mistakes: Mistakes) -> Result<Wanted, Mistakes> {
    let is_readable = mistakes.is_empty();
    let mut noted = |field, mistake| mistakes.add(field, mistake);
    let email = address(&fields.email, &fields.kept_email).map_err(|mistake| noted("email", mistake)).ok();
    let country = country(&fields.country).map_err(|mistake| noted("country", mistake)).ok();
    let reading = reading(&fields.reading, shown).map_err(|mistake| noted("reading", mistake)).ok();
    let cadence = cadence(&fields.cadence).map_err(|mistake| noted("cadence", mistake)).ok();
    let topics = topics(&fields.topics, shown.topics).map_err(|mistake| noted("topics", mistake)).ok();
    if !fields.consent {
        noted("consent", Mistake::new("mistake-consent"));
    }
    let (Some(email), Some(country), Some(reading), Some(cadence), Some(topics), true) =
        (email, country, reading, cadence, topics, fields.consent && is_readable)
    else {
        return Err(mistakes);
    };
    let first_language = match &reading {
        ReadingChoice::One(language) => language.clone(),
        ReadingChoice::Both => shown.language.clone(),
    };
    Ok(Wanted {
        email,
        name: PersonName::clean(&fields.name),
        country,
        reading,
        first_language,
        cadence,
        topics,
        help: offer(&fields.help),
        came_from: CameFrom::of_words(&fields.source),
        consent: Agreed {
            text: consent_text(shown.catalogue, shown.language),
            language: shown.language.as_str().to_owned(),
            page: shown.page.to_owned(),
        },
    })
}

/// The words of consent as they are read, without the marks of the link in them.
pub fn consent_text(catalogue: &Catalogue, language: &Language) -> String {
    catalogue.plain(language, "consent-text", &Args::new()).replace("<a>", "").replace("</a>", "")
}

/// `kept` is the address that the visitor was asked about: sending it again means that it is right.
fn address(typed: &str, kept: &str) -> Result<EmailAddress, Mistake> {
    if typed.trim().is_empty() {
        return Err(Mistake::new("mistake-email-missing"));
    }
    let address: EmailAddress = typed
        .parse()
        .map_err(|_| Mistake::new("mistake-email").mentioning("example", "layla@example.org"))?;
    let was_asked = kept.parse::<EmailAddress>().is_ok_and(|kept| kept == address);
    match typo::suggestion(&address) {
        Some(meant) if !was_asked => Err(Mistake::new("mistake-email-typo").mentioning("suggestion", meant)),
        _ => Ok(address),
    }
}

/// Whether these mistakes ask about an address that may be right after all.
pub fn asks_about_address(mistakes: &Mistakes) -> bool {
    mistakes.iter().any(|(_, mistake)| mistake.key == "mistake-email-typo")
}

fn country(typed: &str) -> Result<Option<Country>, Mistake> {
    match typed.trim() {
        "" => Ok(None),
        code => code.parse().map(Some).map_err(|_| Mistake::new("mistake-country")),
    }
}

fn reading(typed: &str, shown: &Shown) -> Result<ReadingChoice, Mistake> {
    if typed.is_empty() {
        return Ok(ReadingChoice::One(shown.language.clone()));
    }
    match typed.parse() {
        Ok(ReadingChoice::One(language)) if !shown.catalogue.languages().contains(&language) => {
            Err(Mistake::new("mistake-reading"))
        }
        Ok(choice) => Ok(choice),
        Err(_) => Err(Mistake::new("mistake-reading")),
    }
}

fn cadence(typed: &str) -> Result<Cadence, Mistake> {
    if typed.is_empty() {
        Ok(Cadence::default())
    } else {
        typed.parse().map_err(|_| Mistake::new("mistake-cadence"))
    }
}

fn topics(chosen: &[String], known: &[Topic]) -> Result<Vec<String>, Mistake> {
    let mut slugs: Vec<String> = Vec::new();
    for slug in chosen {
        if !known.iter().any(|topic| topic.slug == *slug) {
            return Err(Mistake::new("mistake-topics"));
        }
        if !slugs.contains(slug) {
            slugs.push(slug.clone());
        }
    }
    Ok(slugs)
}

/// Free text without characters that nobody sees, at most as long as the form says.
fn offer(typed: &str) -> Option<String> {
    let seen = |c: &char| *c == '\n' || !(c.is_control() || marks::turns_direction(*c) || *c == '\u{feff}');
    let text: String = typed.trim().chars().filter(seen).take(HELP_LENGTH).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
