//! Holes in an edition: what differs between the readers of one edition is a marker, filled when it is sent.
//!
//! A marker stands between characters of a private use area that no text of ours may contain, so that an edition can
//! be cut at its holes after it was rendered, whatever else was done to it:
//!
//! ```text
//! U+10F000 preferences:ar U+10F001          a hole
//! U+10F002 … U+10F003 … U+10F004            what is said if the reader's name is known, and else
//! ```

use std::borrow::Cow;

use crate::{
    i18n::Language,
    mail::{Pattern, Piece},
};

const OPEN: char = '\u{10f000}';
const CLOSE: char = '\u{10f001}';
const IF_NAMED: char = '\u{10f002}';
const ELSE: char = '\u{10f003}';
const END: char = '\u{10f004}';

/// What differs between the readers of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hole {
    /// What the reader wants to be called. Stands within [`if_named`].
    Name,
    /// The link to the reader's preferences, on pages of this language.
    Preferences(Language),
    /// The link to leave, on pages of this language.
    Leave(Language),
}

impl Hole {
    /// What stands in an edition for this hole. Neither escaping nor a URL's encoding may touch it.
    pub fn marker(&self) -> String {
        match self {
            Hole::Name => format!("{OPEN}name{CLOSE}"),
            Hole::Preferences(language) => format!("{OPEN}preferences:{}{CLOSE}", language.as_str()),
            Hole::Leave(language) => format!("{OPEN}leave:{}{CLOSE}", language.as_str()),
        }
    }

    fn read(marker: &str) -> Option<Hole> {
        let (kind, language) = marker.split_once(':').unwrap_or((marker, ""));
        match kind {
            "name" => Some(Hole::Name),
            "preferences" => Some(Hole::Preferences(language.parse().ok()?)),
            "leave" => Some(Hole::Leave(language.parse().ok()?)),
            _ => None,
        }
    }
}

/// Two sayings, the first for readers whose name is known.
pub fn if_named(named: &str, nameless: &str) -> String {
    format!("{IF_NAMED}{named}{ELSE}{nameless}{END}")
}

/// Text of others, without the characters that mark holes.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_mark = |c: char| (OPEN..=END).contains(&c);
    if text.contains(is_mark) { text.replace(is_mark, "").into() } else { text.into() }
}

/// What an edition's text becomes part of, and so how a name is written into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Html,
    Text,
}

/// The marks are out of order: the text was not made by [`Hole::marker`] and [`if_named`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an edition's holes are garbled")]
pub struct Garbled;

/// An edition cut into what is the same for all its readers and what is not. Each stretch of the latter, holes and
/// sayings with their marks, stands once, however often it occurs.
pub fn cut(edition: &str) -> (Pattern, Vec<String>) {
    let (mut pieces, mut stretches) = (Vec::new(), Vec::<String>::new());
    let mut rest = edition;
    while let Some(at) = rest.find([OPEN, IF_NAMED]) {
        let (before, marked) = rest.split_at(at);
        let closing = if marked.starts_with(OPEN) { CLOSE } else { END };
        let Some(length) = marked.find(closing).map(|at| at + closing.len_utf8()) else { break };
        let (stretch, after) = marked.split_at(length);
        pieces.push(Piece::Fixed(before.to_owned()));
        let known = stretches.iter().position(|known| known == stretch);
        pieces.push(Piece::Place(known.unwrap_or_else(|| {
            stretches.push(stretch.to_owned());
            stretches.len() - 1
        })));
        rest = after;
    }
    pieces.push(Piece::Fixed(rest.to_owned()));
    (Pattern(pieces), stretches)
}

/// Whether a stretch that should be the same for all holds marks.
pub fn is_garbled(pattern: &Pattern) -> bool {
    pattern.0.iter().any(|piece| matches!(piece, Piece::Fixed(text) if is_holed(text)))
}

/// Whether a text has holes.
pub fn is_holed(text: &str) -> bool {
    text.contains(|c| (OPEN..=END).contains(&c))
}

/// Fills the holes for one reader. `link` is asked for every hole but the name.
pub fn fill(
    edition: &str,
    medium: Medium,
    name: Option<&str>,
    link: &dyn Fn(&Hole) -> String,
) -> Result<String, Garbled> {
    let mut filled = String::with_capacity(edition.len() + 256);
    let mut rest = edition;
    let mut branch: Option<bool> = None;
    while let Some(at) = rest.find(|c| (OPEN..=END).contains(&c)) {
        let (before, marked) = rest.split_at(at);
        let shown = branch.is_none_or(|taken| taken);
        if shown {
            filled.push_str(before);
        }
        let mark = marked.chars().next().ok_or(Garbled)?;
        rest = &marked[mark.len_utf8()..];
        match (mark, branch) {
            (OPEN, _) => {
                let (marker, after) = rest.split_once(CLOSE).ok_or(Garbled)?;
                rest = after;
                let hole = Hole::read(marker).ok_or(Garbled)?;
                if shown {
                    filled.push_str(&written(&hole, medium, name, link));
                }
            }
            (IF_NAMED, None) => branch = Some(name.is_some()),
            (ELSE, Some(_)) => branch = Some(name.is_none()),
            (END, Some(_)) => branch = None,
            _ => return Err(Garbled),
        }
    }
    if branch.is_some() {
        return Err(Garbled);
    }
    filled.push_str(rest);
    Ok(filled)
}

fn written(hole: &Hole, medium: Medium, name: Option<&str>, link: &dyn Fn(&Hole) -> String) -> String {
    let words = match hole {
        Hole::Name => clean(name.unwrap_or_default()).into_owned(),
        _ => link(hole),
    };
    match medium {
        Medium::Html => escaped(&words),
        Medium::Text => words,
    }
}

/// Text as it stands in HTML, between tags or in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language() -> Language {
        "ar".parse().unwrap()
    }

    fn link(hole: &Hole) -> String {
        match hole {
            Hole::Preferences(language) => {
                format!("https://x.org/{}/preferences/T?a=1&b=2", language.as_str())
            }
            _ => "https://x.org/leave".to_owned(),
        }
    }

    #[test]
    fn each_reader_gets_their_own_name_and_links() {
        let greeting = if_named(&format!("Hello {},", Hole::Name.marker()), "Hello,");
        let edition = format!("{greeting} <a href=\"{}\">", Hole::Preferences(language()).marker());
        let check = |medium, name, expected: &str| {
            assert_eq!(fill(&edition, medium, name, &link).as_deref(), Ok(expected));
        };
        let html = "<a href=\"https://x.org/ar/preferences/T?a=1&amp;b=2\">";
        let text = "<a href=\"https://x.org/ar/preferences/T?a=1&b=2\">";
        check(
            Medium::Html,
            Some("<b>Al & Eve</b>"),
            &format!("Hello &lt;b&gt;Al &amp; Eve&lt;/b&gt;, {html}"),
        );
        check(Medium::Html, None, &format!("Hello, {html}"));
        check(Medium::Text, Some("ليلى <3"), &format!("Hello ليلى <3, {text}"));
        check(Medium::Text, Some("\u{10f002}Eve\u{10f000}"), &format!("Hello Eve, {text}"));
    }

    #[test]
    fn marks_out_of_order_are_an_error() {
        for garbled in
            ["\u{10f000}name", "\u{10f000}what\u{10f001}", "\u{10f003}", "\u{10f002}a", "\u{10f001}"]
        {
            assert_eq!(fill(garbled, Medium::Text, None, &link), Err(Garbled), "{garbled:?}");
        }
    }

    #[test]
    fn the_words_of_others_make_no_holes() {
        assert_eq!(clean("a\u{10f000}name\u{10f001}b"), "anameb");
        assert_eq!(clean("ab"), "ab");
    }
}
