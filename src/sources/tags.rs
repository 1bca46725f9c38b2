//! The start tags of an HTML page, in order. No tree is built: a hostile page costs no more than its length.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag as Read, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

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
    let sink = Sink { wanted, tags: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // A script ends a round; nothing runs it, so reading goes on.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.tags.into_inner()
}

struct Sink<'a> {
    wanted: &'a [&'a str],
    tags: RefCell<Vec<Tag>>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
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
}
