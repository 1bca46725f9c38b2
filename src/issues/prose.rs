//! What editors write in Markdown, as a mail, a page and plain text say it.

use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};
use comrak::{
    Arena, Options,
    arena_tree::NodeEdge,
    format_html,
    nodes::{ListType, Node, NodeValue},
    parse_document,
};

use crate::{i18n::Direction, issues::bidi};

/// Deeper than this nobody writes quotations, lists and emphasis in one another.
const DEEPEST: usize = 50;

/// Whether something lies deeper than anybody means it to.
pub fn is_too_deep(markdown: &str) -> bool {
    let arena = Arena::new();
    !too_deep(parse_document(&arena, &bidi::clean(markdown), &options())).is_empty()
}

/// Safe HTML without attributes but for where links lead: no pictures, no HTML of their own.
pub fn html(markdown: &str) -> String {
    let arena = Arena::new();
    let document = parsed(&arena, &bidi::clean(markdown));
    let mut html = String::new();
    // Writing to a string does not fail.
    format_html(document, &options(), &mut html).unwrap_or_default();
    Builder::empty()
        .add_tags(["p", "br", "a", "strong", "em", "del", "ul", "ol", "li", "blockquote", "h3", "hr", "code"])
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(None)
        .clean(&html.replace("<h1>", "<h3>").replace("<h2>", "<h3>"))
        .to_string()
        .trim()
        .to_owned()
}

/// The same for mail programs, which know no style sheet and no logical properties. Links stand in a span with a
/// direction: Outlook turns a bare one around.
pub fn mail_html(markdown: &str, direction: Direction) -> String {
    let (dir, start) = (direction.as_str(), direction.start());
    let block = |tag: &str, style: &str| {
        (format!("<{tag}>"), format!("<{tag} dir=\"{dir}\" style=\"{style};text-align:{start}\">"))
    };
    let styles = [
        block("p", "margin:0 0 12px"),
        block("h3", "margin:0 0 8px;font-size:18px"),
        block("ul", &format!("margin:0 0 12px;padding:0;padding-{start}:22px")),
        block("ol", &format!("margin:0 0 12px;padding:0;padding-{start}:22px")),
        block(
            "blockquote",
            &format!("margin:0 0 12px;padding:0;padding-{start}:14px;border-{start}:3px solid #e2d9cc"),
        ),
        (
            "<a href=".to_owned(),
            format!("<span dir=\"{dir}\"><a class=\"link\" style=\"color:#ad3f1b\" href="),
        ),
        ("</a>".to_owned(), "</a></span>".to_owned()),
    ];
    styles.iter().fold(html(markdown), |html, (plain, styled)| html.replace(plain, styled))
}

/// The same in plain text: paragraphs, and every link on a line of its own behind the words that it belongs to.
pub fn text(markdown: &str) -> String {
    let arena = Arena::new();
    let document = parsed(&arena, &bidi::clean(markdown));
    let mut blocks = Vec::new();
    for block in document.children() {
        blocks.push(block_text(block, ""));
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks.join("\n\n")
}

/// Where the links of a text lead.
pub fn links(markdown: &str) -> Vec<String> {
    let arena = Arena::new();
    let document = parsed(&arena, markdown);
    let links = document.descendants().filter_map(|node| match &node.data().value {
        NodeValue::Link(link) => Some(link.url.clone()),
        _ => None,
    });
    links.collect()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options
}

/// The tree without what lies too deep, so that a walk through it stays on the stack.
fn parsed<'a>(arena: &'a Arena<'a>, markdown: &str) -> Node<'a> {
    let document = parse_document(arena, markdown, &options());
    for node in too_deep(document) {
        node.detach();
    }
    document
}

/// The first that lie too deep on each way down. Found without recursion.
fn too_deep(document: Node<'_>) -> Vec<Node<'_>> {
    let (mut depth, mut found) = (0, Vec::new());
    for edge in document.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                if depth == DEEPEST + 1 {
                    found.push(node);
                }
                depth += 1;
            }
            NodeEdge::End(_) => depth -= 1,
        }
    }
    found
}

fn block_text(block: Node<'_>, bullet: &str) -> String {
    let value = block.data().value.clone();
    match value {
        NodeValue::List(list) => {
            let items = block.children().zip(list.start..).map(|(item, number)| {
                let bullet = match list.list_type {
                    ListType::Bullet => "• ".to_owned(),
                    ListType::Ordered => format!("{number}. "),
                };
                block_text(item, &bullet)
            });
            items.collect::<Vec<_>>().join("\n")
        }
        NodeValue::BlockQuote | NodeValue::Item(_) => {
            let inner: Vec<String> = block.children().map(|child| block_text(child, "")).collect();
            format!("{bullet}{}", inner.join("\n"))
        }
        NodeValue::CodeBlock(code) => code.literal.trim_end().to_owned(),
        NodeValue::Paragraph | NodeValue::Heading(_) => paragraph_text(block),
        _ => String::new(),
    }
}

fn paragraph_text(block: Node<'_>) -> String {
    let (mut words, mut links) = (String::new(), Vec::new());
    inline(block, &mut words, &mut links);
    let mut lines: Vec<String> =
        words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.retain(|line| !line.is_empty());
    lines.extend(links);
    lines.join("\n")
}

fn inline(node: Node<'_>, words: &mut String, links: &mut Vec<String>) {
    for child in node.children() {
        let value = child.data().value.clone();
        match value {
            NodeValue::Text(text) => words.push_str(&text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak => words.push(' '),
            NodeValue::LineBreak => words.push('\n'),
            NodeValue::Link(link) => {
                let mut label = String::new();
                inline(child, &mut label, links);
                if label == link.url {
                    words.push_str(&format!("\n{}\n", link.url));
                } else {
                    words.push_str(&label);
                    links.push(link.url);
                }
            }
            _ => inline(child, words, links),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_safe_and_plain() {
        let check = |markdown: &str, expected: &str| assert_eq!(html(markdown), expected, "{markdown}");
        check("Hello **you**", "<p>Hello <strong>you</strong></p>");
        check("# Big", "<h3>Big</h3>");
        check("<script>alert(1)</script>x", "");
        check("a <b onclick=x>b</b>", "<p>a b</p>");
        check("[x](javascript:alert(1))", "<p><a>x</a></p>");
        check("[x](/join)", "<p><a>x</a></p>");
        check("![p](https://t.example/a.png)", "<p></p>");
        check("{{ site }} {% raw %}", "<p>{{ site }} {% raw %}</p>");
    }

    #[test]
    fn mails_say_directions_on_every_block() {
        let mail = mail_html("نص\n\n- بند [هنا](https://a.example)", Direction::Rtl);
        assert!(mail.contains(r#"<p dir="rtl" style="margin:0 0 12px;text-align:right">نص</p>"#), "{mail}");
        assert!(mail.contains("padding-right:22px"), "{mail}");
        let link = r#"<span dir="rtl"><a class="link" style="color:#ad3f1b" href="https://a.example">هنا</a></span>"#;
        assert!(mail.contains(link), "{mail}");
    }

    #[test]
    fn every_link_has_a_line_of_its_own() {
        let check = |markdown: &str, expected: &str| assert_eq!(text(markdown), expected, "{markdown}");
        check("See [this](https://a.example/x) and\nthat.", "See this and that.\nhttps://a.example/x");
        check("Go to https://a.example now.", "Go to\nhttps://a.example\nnow.");
        check("# Title\n\n1. one\n2. *two*\n\n> said", "Title\n\n1. one\n2. two\n\nsaid");
        check("- a [b](https://b.example)\n- c", "• a b\nhttps://b.example\n• c");
        check("a  \nb", "a\nb");
    }

    #[test]
    fn absurd_depth_is_told_and_cut() {
        let check = |markdown: String, expected: bool| {
            assert_eq!(is_too_deep(&markdown), expected, "{}", &markdown[..20]);
            html(&markdown);
            text(&markdown);
            links(&markdown);
        };
        check(format!("{} a [word](https://a.example)", ">".repeat(20_000)), true);
        check(format!("{}x {}", "*a **b ".repeat(2000), "x** x* ".repeat(2000)), true);
        check(format!("{} a", "> - ".repeat(20)), true);
        check(format!("{} a", "> ".repeat(40)), false);
        check("> said\n\n- a\n  - *b* **c**\n\n".repeat(200), false);
        assert_eq!(text(&format!("{} a\n\nb", ">".repeat(100))), "b");
    }

    #[test]
    fn links_are_found() {
        assert_eq!(links("[a](/x) https://b.example"), ["/x", "https://b.example"]);
    }
}
