//! How deep markup is nested, told from its tags alone: a parser takes a time that grows with the square of the depth.

/// The deepest that elements lie in one another, counting every element that was opened and not yet closed.
pub fn depth(markup: &str, closes_itself: impl Fn(&str) -> bool) -> usize {
    let (mut open, mut deepest) = (0usize, 0usize);
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
        let (tag, after) = cut_tag(rest);
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
    deepest
}

/// Tells whether a tree can be built of an HTML text in little time. What counts as closed in HTML depends on rules
/// that only a parser knows, so besides the depth that it seems to have, all its tags are counted.
pub fn is_tame(html: &str) -> bool {
    const MAX_DEPTH: usize = 200;
    const MAX_TAGS: usize = 5000;
    let opens = |pair: &[u8]| pair[0] == b'<' && pair[1].is_ascii_alphabetic();
    html.as_bytes().windows(2).filter(|pair| opens(pair)).count() <= MAX_TAGS && html_depth(html) <= MAX_DEPTH
}

/// Elements without an end tag, and those whose end tag is often left out, do not count.
fn html_depth(html: &str) -> usize {
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

/// What stands between `<` and its `>`, quotes respected, and what follows.
fn cut_tag(rest: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (&rest[..at], &rest[at + 1..]),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    // An unclosed quote or tag: only the `<` is passed, so that what follows is still counted.
    ("", rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_what_is_open() {
        let check = |markup: &str, expected| assert_eq!(depth(markup, |_| false), expected, "{markup}");
        check("", 0);
        check("<a><b/><b></b></a>", 2);
        check("<a t='>'><b t=\"</a>\"><c></c></b></a>", 3);
        check("<?xml version='1.0'?><!DOCTYPE x><a><!-- <b><b> --><![CDATA[<b><b>]]></a>", 1);
        check("1 < 2 <a>", 1);
        check("</a></a><a>", 1);
        check(&"<a>".repeat(5000), 5000);
        check("<a \"<b><c>", 2);
    }

    #[test]
    fn paragraphs_and_items_without_an_end_are_not_deep() {
        let check = |html: &str, expected| assert_eq!(html_depth(html), expected);
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
        check("<p>a <b>word</b></p>".repeat(2000), true);
    }
}
