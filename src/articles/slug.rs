//! The last part of an article's address: the last segment of its link, else of its file, else its title.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use url::Url;

const MAX_CHARS: usize = 100;

/// Chooses by the rule above. Letters of every script are kept, in lower case; all else becomes a hyphen.
pub fn choose(link: Option<&str>, file: Option<&str>, title: &str) -> String {
    link.and_then(of_link)
        .or_else(|| file.map(of_file).filter(|slug| !slug.is_empty()))
        .or_else(|| Some(of_text(title)).filter(|slug| !slug.is_empty()))
        .unwrap_or_else(|| "article".to_owned())
}

fn of_link(link: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let segment = url.path_segments()?.rfind(|segment| !segment.is_empty())?.to_owned();
    Some(of_file(&percent_decode_str(&segment).decode_utf8_lossy())).filter(|slug| !slug.is_empty())
}

/// A file's name without its folders and its ending. Only what looks like an ending is cut: `3.5-reasons` is none.
fn of_file(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty() && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => name,
    };
    of_text(stem)
}

fn of_text(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty()) || c == '_' {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let short: String = slug.chars().take(MAX_CHARS).collect();
    short.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_the_end_of_the_link_else_the_file_else_the_title() {
        let check = |link: Option<&str>, file: Option<&str>, title: &str, expected: &str| {
            assert_eq!(choose(link, file, title), expected);
        };
        check(Some("https://a.example/ar/iran-hardliners-russia/"), None, "x", "iran-hardliners-russia");
        check(
            Some("https://a.example/%D8%AD%D9%82-%D8%A7%D9%84%D8%AA%D8%B5%D9%88%D9%8A%D8%AA/"),
            None,
            "x",
            "حق-التصويت",
        );
        check(Some("https://a.example/Page.HTML?x=1"), None, "x", "page");
        check(Some("https://a.example/v3.5-reasons"), None, "x", "v3-5-reasons");
        check(Some("https://a.example/?p=12"), Some("notes/My Post.ar.md"), "x", "my-post-ar");
        check(None, Some(".md"), "حق التصويت، في المهجر!", "md");
        check(None, None, "حق التصويت، في المهجر!", "حق-التصويت-في-المهجر");
        check(None, None, "تضامنًا", "تضامنًا");
        check(None, None, "می\u{200c}شود", "می-شود");
        check(None, None, "«؟!»", "article");
        check(Some("https://a.example/--/"), None, "Ärger & Öl", "ärger-öl");
        check(None, None, &"word ".repeat(50), "word-".repeat(20).trim_end_matches('-'));
    }
}
