//! How deep markup is nested, told from its tags alone: a parser takes a time that grows with the square of the depth,
//! and of the attributes of a tag.

use super::attributes::measure;

/// Tags that never end: more than these are no slip.
const MAX_ENDLESS: usize = 20;
const MAX_ATTRIBUTES: usize = 500;

/// The deepest that elements lie in one another, counting every element that was opened and not yet closed. None if
/// more tags never end, or one has more attributes, than anybody would write.
pub fn depth(markup: &str, closes_itself: impl Fn(&str) -> bool) -> Option<usize> {
    let (mut open, mut deepest, mut endless) = (0usize, 0usize, 0usize);
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(skipped) = skip_unparsed(rest) {
            rest = skipped;
            continue;
        }
        rest = &rest[1..];
        if !rest.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/') {
            continue;
        }
        let Some((tag, after)) = cut_tag(rest) else {
            // Only the `<` is passed, so that what follows is still counted.
            endless += 1;
            if endless > MAX_ENDLESS {
                return None;
            }
            continue;
        };
        if tag.bytes().filter(|byte| *byte == b'=').count() > MAX_ATTRIBUTES {
            return None;
        }
        rest = after;
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
        if name.is_empty() || closes_itself(name) {
            continue;
        }
        if tag.starts_with('/') {
            open = open.saturating_sub(1);
        } else if !tag.ends_with('/') {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    Some(deepest)
}

/// Tells whether a tree can be built of an HTML text in little time. What counts as closed or as a tag in HTML depends
/// on rules that only a parser knows, so besides the depth that it seems to have, all that could be tags are counted.
pub fn is_tame(html: &str) -> bool {
    const MAX_DEPTH: usize = 200;
    has_few_tags(html.as_bytes()) && html_depth(html).is_some_and(|depth| depth <= MAX_DEPTH)
}

fn has_few_tags(html: &[u8]) -> bool {
    const MAX_TAGS: usize = 5000;
    let (mut opening, mut closing, mut measured) = (0, 0, 0);
    for (at, _) in html.iter().enumerate().filter(|(_, byte)| **byte == b'<') {
        let inside = &html[at + 1..];
        let is_closing = inside.first() == Some(&b'/');
        let name = &inside[usize::from(is_closing)..];
        if name.first().is_some_and(u8::is_ascii_alphabetic) {
            let (length, attributes) = measure(name);
            // Tags inside of what may be a tag are measured as well: more than once over is a trick.
            measured += length;
            if attributes > MAX_ATTRIBUTES || measured > 2 * html.len() {
                return false;
            }
            *(if is_closing { &mut closing } else { &mut opening }) += 1;
        }
    }
    opening <= MAX_TAGS && closing <= MAX_TAGS
}

/// Elements without an end tag, and those whose end tag is often left out, do not count.
fn html_depth(html: &str) -> Option<usize> {
    const ALONE: [&str; 31] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead",
        "tfoot", "colgroup", "rp", "rt", "caption", "rb",
    ];
    depth(html, |name| ALONE.iter().any(|alone| name.eq_ignore_ascii_case(alone)))
}

fn skip_unparsed(rest: &str) -> Option<&str> {
    [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")].iter().find_map(
        |(opening, closing)| {
            let inside = rest.strip_prefix(opening)?;
            Some(inside.find(closing).map_or("", |end| &inside[end + closing.len()..]))
        },
    )
}

/// What stands between `<` and its `>`, quotes respected, and what follows. None if the tag or a quote never ends.
fn cut_tag(rest: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some((&rest[..at], &rest[at + 1..])),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_what_is_open() {
        let check = |markup: &str, expected| assert_eq!(depth(markup, |_| false), Some(expected), "{markup}");
        check("", 0);
        check("<a><b/><b></b></a>", 2);
        check("<a t='>'><b t=\"</a>\"><c></c></b></a>", 3);
        check("<?xml version='1.0'?><!DOCTYPE x><a><!-- <b><b> --><![CDATA[<b><b>]]></a>", 1);
        check("1 < 2 <a>", 1);
        check("</a></a><a>", 1);
        check(&"<a>".repeat(5000), 5000);
        check("<a \"<b><c>", 2);
        check(&"<a ".repeat(20), 0);
    }

    #[test]
    fn what_nobody_writes_has_no_depth() {
        let check = |markup: String| assert_eq!(depth(&markup, |_| false), None, "{}", &markup[..20]);
        check("<a ".repeat(1_000_000));
        check("</".repeat(1_000_000));
        check(format!("<a {}>", "b='' ".repeat(100_000)));
    }

    #[test]
    fn paragraphs_and_items_without_an_end_are_not_deep() {
        let check = |html: &str, expected| assert_eq!(html_depth(html), Some(expected));
        check(&"<p>text".repeat(900), 0);
        check("<UL><LI>one<LI>two</UL><br><img src=x>", 1);
        check(&"<div>".repeat(300), 300);
    }

    #[test]
    fn no_trick_hides_deep_html() {
        let check = |html: String, expected| assert_eq!(is_tame(&html), expected, "{}", &html[..40]);
        check("<div>".repeat(201), false);
        check("<div></b>".repeat(6000), false);
        check("<div><object></div></object>".repeat(6000), false);
        check(format!("<div '>{}'>", "<div>".repeat(6000)), false);
        check(format!("<!-->{}-->", "<div>".repeat(6000)), false);
        check(format!("<svg>{}", "<td>".repeat(6000)), false);
        check("</".repeat(100_000), false);
        check("</b>".repeat(6000), false);
        check(format!("<b {}>", "c ".repeat(100_000)), false);
        check(format!("<b a'=\"'>\" {}>", "c ".repeat(100_000)), false);
        check("<b \"".repeat(4000), false);
        check("<p>a <b>word</b></p>".repeat(2000), true);
        check(format!("<p>a <img src=\"data:image/png;base64,{}\"></p>", "aA/+".repeat(50_000)), true);
    }
}
