//! Articles from Markdown files.

mod front_matter;
mod pairs;

use std::path::{Component, Path, PathBuf};

use url::Url;

use super::text::one_line;
use super::{Origin, Writing, html, markdown};
use crate::clock;
use crate::i18n::Catalogue;
pub use pairs::{Unresolved, pair};

/// Reads a file as a text on its way into the store. The error says what is wrong with the file.
pub fn read(path: &Path, catalogue: &Catalogue) -> Result<Writing, String> {
    let file = std::fs::read(path).map_err(|error| error.to_string())?;
    let file = String::from_utf8(file).map_err(|_| "it is not UTF-8".to_owned())?;
    // PostgreSQL keeps no NUL.
    let file = file.replace('\0', "\u{fffd}");
    if file.len() > html::MAX_BYTES {
        return Err(format!("it is longer than {} KB", html::MAX_BYTES >> 10));
    }
    let path = std::path::absolute(path).map_err(|error| error.to_string())?;
    writing(&file, &normal(&path), catalogue)
}

fn writing(file: &str, path: &Path, catalogue: &Catalogue) -> Result<Writing, String> {
    let (head, text) = front_matter::split(file)?;
    let language = head.language.ok_or("its front matter names no language")?;
    let language = catalogue.find(&language).ok_or_else(|| {
        let known: Vec<_> = catalogue.languages().iter().map(|language| language.as_str()).collect();
        format!("`{language}` is no language of this site; those are {}", known.join(", "))
    })?;
    let title = one_line(&head.title.unwrap_or_default(), 300);
    if title.is_empty() {
        return Err("its front matter has no title".to_owned());
    }
    let body = markdown::to_html(text);
    let time =
        |text: String| clock::parse(&text).ok_or_else(|| format!("`{text}` is no day such as 2022-08-02"));
    let published_at = head.published.map(time).transpose()?;
    let beside = |name: String| if looks_like_file(&name) { resolved(path, &name) } else { name };
    Ok(Writing {
        language,
        title,
        summary: head.summary.map_or_else(|| html::excerpt(&body), |summary| one_line(&summary, 400)),
        body,
        body_markdown: Some(text.trim().to_owned()),
        link: head.link.map(|link| web_link(&link)).transpose()?,
        author: head.author.map(|author| one_line(&author, 100)),
        image: None,
        published_at,
        origin: Origin::File {
            path: path.to_string_lossy().into_owned(),
            translation_of: head.translation_of.map(beside),
        },
    })
}

/// A link that may stand on a page.
pub fn web_link(link: &str) -> Result<String, String> {
    let url =
        Url::parse(link.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.map(String::from).ok_or_else(|| format!("`{link}` is no web address"))
}

fn looks_like_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown") || name.contains(['/', '\\'])
}

/// A file named in another lies beside it.
fn resolved(path: &Path, name: &str) -> String {
    let folder = path.parent().unwrap_or(Path::new("/"));
    normal(&folder.join(name)).to_string_lossy().into_owned()
}

/// The same path without `.` and `..`, whether or not there is such a file.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str) -> Result<Writing, String> {
        let catalogue = Catalogue::load(&["ar".to_owned(), "en".to_owned()], None).unwrap();
        writing(&format!("---\n{head}\n---\nنص **مهم**\n"), Path::new("/notes/ar/post.md"), &catalogue)
    }

    #[test]
    fn a_file_becomes_a_text() {
        let text = check("language: ar\ntitle: عنوان\npublished: 2022-08-02\ntranslation_of: ../en/post.md")
            .unwrap();
        assert_eq!((text.title.as_str(), text.summary.as_str()), ("عنوان", "نص مهم"));
        assert_eq!(text.body, "<p>نص <strong>مهم</strong></p>");
        assert_eq!(text.published_at, Some("2022-08-02T00:00:00".parse().unwrap()));
        let origin = Origin::File {
            path: "/notes/ar/post.md".to_owned(),
            translation_of: Some("/notes/en/post.md".to_owned()),
        };
        assert_eq!(text.origin, origin);
    }

    #[test]
    fn a_mistake_in_a_file_is_named() {
        let check = |head: &str, expected: &str| {
            let mistake = check(head).unwrap_err();
            assert!(mistake.contains(expected), "{mistake}");
        };
        check("title: a", "names no language");
        check("language: xx\ntitle: a", "those are ar, en");
        check("language: ar", "no title");
        check("language: ar\ntitle: a\npublished: soon", "`soon` is no day");
        check("language: ar\ntitle: a\nlink: javascript:x", "no web address");
    }
}
