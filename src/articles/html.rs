//! Makes other people's HTML safe to show: nothing runs, nothing loads, nothing of the page around it is touched.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};
use scraper::node::Text;
use scraper::{Html, Node};
use url::Url;

use super::nesting::is_tame;
use super::text::{shortened, without_controls};

/// More than that is no article but an attack, or pictures written out.
pub const MAX_BYTES: usize = 256 << 10;

/// The body as it may stand in a page of ours. Links that are relative are resolved against `base`, or dropped.
/// Pictures go, what they say in words stays. Markup that is nested absurdly deep becomes plain text.
pub fn sanitised(html: &str, base: Option<&Url>) -> String {
    let html = &without_controls(cut(html));
    if !is_tame(html) {
        return ammonia::clean_text(&bare_text(html));
    }
    let relative = base.map_or(UrlRelative::Deny, |base| UrlRelative::RewriteWithBase(base.clone()));
    Builder::default()
        .rm_tags(["img"])
        .add_generic_attributes(["dir"])
        .attribute_filter(|_, attribute, value| match attribute {
            "dir" => ["ltr", "rtl", "auto"]
                .iter()
                .find(|dir| value.eq_ignore_ascii_case(dir))
                .map(|dir| (*dir).into()),
            _ => Some(Cow::Borrowed(value)),
        })
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(relative)
        .link_rel(Some("noopener noreferrer"))
        .clean(&pictures_in_words(html))
        .to_string()
        .trim()
        .to_owned()
}

/// The sanitised body for a page whose first heading is the article's title: where a body begins with headings of the
/// first level, all of its headings are a level lower.
pub fn below_title(html: &str) -> String {
    let html = sanitised(html, None);
    if !html.contains("<h1") {
        return html;
    }
    // From the lowest up, so that none is moved twice; there is no seventh level.
    (1..=5).rev().fold(html, |html, level| {
        let lower = level + 1;
        html.replace(&format!("<h{level}"), &format!("<h{lower}"))
            .replace(&format!("</h{level}>"), &format!("</h{lower}>"))
    })
}

/// What an HTML text says, without its markup.
pub fn plain(html: &str) -> String {
    let html = cut(html);
    if !is_tame(html) {
        return bare_text(html);
    }
    let fragment = Html::parse_fragment(html);
    let mut words = String::new();
    for node in fragment.tree.nodes() {
        match node.value() {
            Node::Text(text) if !node.parent().is_some_and(|parent| is_code(parent.value())) => {
                words.push_str(text)
            }
            // Blocks end words even where the source has no space between them.
            Node::Element(element) if !INLINE.contains(&element.name()) => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of an HTML text in plain words, for those who wrote no summary.
pub fn excerpt(html: &str) -> String {
    shortened(&without_controls(&plain(html)), 280)
}

fn is_code(node: &Node) -> bool {
    node.as_element().is_some_and(|element| matches!(element.name(), "script" | "style"))
}

const INLINE: [&str; 16] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub",
    "u",
];

/// Puts the alternative text in the place of every picture.
fn pictures_in_words(html: &str) -> String {
    let mut fragment = Html::parse_fragment(html);
    let is_picture = |node: &Node| node.as_element().is_some_and(|element| element.name() == "img");
    let pictures: Vec<_> =
        fragment.tree.nodes().filter(|node| is_picture(node.value())).map(|node| node.id()).collect();
    for id in pictures {
        let Some(mut picture) = fragment.tree.get_mut(id) else { continue };
        let words = picture.value().as_element().and_then(|element| element.attr("alt")).unwrap_or("").trim();
        let words = if words.is_empty() { String::new() } else { format!(" {words} ") };
        picture.insert_before(Node::Text(Text { text: words.as_str().into() }));
        picture.detach();
    }
    fragment.root_element().inner_html()
}

/// Takes tags away without parsing: linear whatever comes.
fn bare_text(html: &str) -> String {
    let mut inside = false;
    let words: String = html
        .chars()
        .map(|c| match c {
            '<' => {
                inside = true;
                ' '
            }
            '>' if inside => {
                inside = false;
                ' '
            }
            _ if inside => ' ',
            c => c,
        })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(html: &str) -> &str {
    &html[..html.floor_char_boundary(MAX_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let base = Url::parse("https://alliance.example/ar/page/").unwrap();
        assert_eq!(sanitised(html, Some(&base)), expected, "{html}");
    }

    #[test]
    fn direction_language_and_isolates_stay() {
        check(
            r#"<p dir="rtl" lang="ar">نص <bdi>Ada</bdi></p>"#,
            r#"<p dir="rtl" lang="ar">نص <bdi>Ada</bdi></p>"#,
        );
        check(r#"<p dir="RTL">نص</p>"#, r#"<p dir="rtl">نص</p>"#);
        check(r#"<p dir="sideways">نص</p>"#, "<p>نص</p>");
        check("<p>a\u{202e}b\u{2067}c</p>", "<p>abc</p>");
    }

    #[test]
    fn nothing_runs_and_nothing_loads() {
        check("<script>alert(1)</script><p onclick=x()>a</p>", "<p>a</p>");
        check(r#"<p>a<img src="https://t.example/p.gif" alt="الراية">b</p>"#, "<p>a الراية b</p>");
        check("<img src=x onerror=alert(1)>", "");
        check(r#"<a href="javascript:alert(1)">x</a>"#, r#"<a rel="noopener noreferrer">x</a>"#);
        check("<form action=/x><input name=a>send</form>", "send");
        check("<link rel=stylesheet href=//evil><style>p{}</style><svg onload=x><p>a</p></svg>", "<p>a</p>");
        check("<iframe src=//evil></iframe><object data=x></object><p style='color:red'>a</p>", "<p>a</p>");
        check("{{ get_env(name=\"X\") }}", "{{ get_env(name=\"X\") }}");
    }

    #[test]
    fn links_keep_their_way_and_lose_their_reach() {
        check(
            r#"<a href="../act?a=1&amp;b=2" target="_top">هنا</a>"#,
            r#"<a href="https://alliance.example/ar/act?a=1&amp;b=2" rel="noopener noreferrer">هنا</a>"#,
        );
        assert_eq!(sanitised(r#"<a href="/act">x</a>"#, None), r#"<a rel="noopener noreferrer">x</a>"#);
    }

    #[test]
    fn absurd_depth_and_size_cost_little() {
        let deep = format!("{}<i>x</i>&{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        assert_eq!(plain(&sanitised(&deep, None)), "x &");
        let long = "ن".repeat(MAX_BYTES);
        assert!(sanitised(&long, None).len() <= MAX_BYTES);
    }

    #[test]
    fn a_page_has_one_first_heading() {
        let check = |html: &str, expected: &str| assert_eq!(below_title(html), expected);
        check(
            "<h1 dir=\"rtl\">a</h1><h2>b</h2><h6>c</h6><h5>d</h5>",
            "<h2 dir=\"rtl\">a</h2><h3>b</h3><h6>c</h6><h6>d</h6>",
        );
        check("<h2>a</h2><h3>b</h3>", "<h2>a</h2><h3>b</h3>");
        check("<h1>a</h1><hr><p>&lt;h1&gt;</p>", "<h2>a</h2><hr><p>&lt;h1&gt;</p>");
    }

    #[test]
    fn plain_words_keep_their_borders() {
        let check = |html: &str, expected: &str| assert_eq!(plain(html), expected);
        check("<p>one</p><p>two <b>th</b>ree</p>", "one two three");
        check("a &amp; b &lt;c&gt;<br>d", "a & b <c> d");
        check("<style>p{}</style>x<script>y</script>", "x");
    }
}
