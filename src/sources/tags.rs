//! The start tags of an HTML page, in order. No tree is built, and a tag that is absurdly long ends the reading: a
//! hostile page costs little more than its length.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag as Read, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// Bytes that the tokenizer gets at a time.
const PIECE: usize = 4 << 10;
/// Bytes of one tag or comment. Each attribute of a tag is compared with all before it, which takes a time that grows
/// with the square of this.
const MOST_SILENT: usize = 32 << 10;

/// A start tag.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, trimmed.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.trim())
    }

    /// Tells whether an attribute that holds a list of words, such as `rel`, holds this one.
    pub fn has_word(&self, name: &str, word: &str) -> bool {
        let mut words = self.attribute(name).unwrap_or_default().split_ascii_whitespace();
        words.any(|found| found.eq_ignore_ascii_case(word))
    }
}

/// Reads all start tags whose names are in `wanted`.
pub fn read(html: &str, wanted: &[&str]) -> Vec<Tag> {
    let sink = Sink { wanted, tags: RefCell::default(), silent: Cell::default() };
    let tokenizer = Tokenizer::new(sink, Default::default());
    let input = BufferQueue::default();
    let mut rest = html;
    while !rest.is_empty() && tokenizer.sink.silent.get() <= MOST_SILENT {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = after;
        tokenizer.sink.silent.update(|silent| silent + piece.len());
        input.push_back(StrTendril::from(piece));
        // A script ends a round; nothing runs it, so reading goes on.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
    }
    tokenizer.end();
    tokenizer.sink.tags.into_inner()
}

struct Sink<'a> {
    wanted: &'a [&'a str],
    tags: RefCell<Vec<Tag>>,
    /// Bytes since the last token.
    silent: Cell<usize>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if !matches!(token, Token::ParseError(_)) {
            self.silent.set(0);
        }
        let Token::TagToken(Read { kind: TagKind::StartTag, name, attrs, .. }) = token else {
            return TokenSinkResult::Continue;
        };
        if self.wanted.contains(&&*name) {
            let attributes =
                attrs.iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
            self.tags.borrow_mut().push(Tag { name: name.to_string(), attributes });
        }
        match &*name {
            "script" => TokenSinkResult::RawData(ScriptData),
            "style" | "noscript" | "iframe" | "xmp" => TokenSinkResult::RawData(Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_where_a_browser_would_see_them() {
        let html = "<!-- <a href=no> --><title><a href=no></title><script>'<a href=no>'</script>\
            <A HREF=' one ' rel='Nofollow alternate'>x</a><textarea><a href=no></textarea><p><a href=two>";
        let tags = read(html, &["a"]);
        let links: Vec<_> = tags.iter().filter_map(|tag| tag.attribute("href")).collect();
        assert_eq!(links, ["one", "two"]);
        assert!(tags[0].has_word("rel", "alternate"));
    }
    #[test]
    fn an_absurdly_long_tag_ends_the_reading() {
        let check = |html: String, expected: &[&str]| {
            let tags = read(&html, &["a"]);
            let links: Vec<_> = tags.iter().filter_map(|tag| tag.attribute("href")).collect();
            assert_eq!(links, expected, "{}", &html[..20]);
        };
        let attributes = |n: usize| (0..n).map(|n| format!(" x{n}")).collect::<String>();
        check(format!("<a href=one><b{}><a href=two>", attributes(1_000_000)), &["one"]);
        check(format!("<a href=one><b{}><a href=two>", attributes(1_000)), &["one", "two"]);
        let long = "نص & <b>text</b> ".repeat(10_000);
        check(format!("<a href=one>{long}<script>{long}</script><a href=two>"), &["one", "two"]);
    }
}
