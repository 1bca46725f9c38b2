//! The head of a Markdown file: lines of `key: value` between two lines of `---`.

/// What a file says of itself, as it was written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    pub language: Option<String>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub link: Option<String>,
    pub published: Option<String>,
    pub translation_of: Option<String>,
    pub author: Option<String>,
}

const KEYS: [&str; 7] = ["language", "title", "summary", "link", "published", "translation_of", "author"];

impl FrontMatter {
    fn field(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "language" => &mut self.language,
            "title" => &mut self.title,
            "summary" => &mut self.summary,
            "link" => &mut self.link,
            "published" => &mut self.published,
            "translation_of" => &mut self.translation_of,
            "author" => &mut self.author,
            _ => return None,
        })
    }
}

/// Splits a file into its head and its text.
pub fn split(file: &str) -> Result<(FrontMatter, &str), String> {
    let file = file.trim_start_matches('\u{feff}');
    let rest = file.trim_start();
    let Some(rest) =
        rest.strip_prefix("---").and_then(|rest| rest.trim_start_matches(' ').strip_prefix(['\n', '\r']))
    else {
        return Err("it does not begin with a line of --- and its front matter".to_owned());
    };
    let mut head = FrontMatter::default();
    let mut lines = Lines { rest: rest.strip_prefix('\n').unwrap_or(rest), number: 1 };
    while let Some(line) = lines.next() {
        if line.trim_end() == "---" {
            return Ok((head, lines.rest));
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let number = lines.number;
        let (key, value) = line
            .split_once(':')
            .ok_or_else(|| format!("line {number} of its front matter is no `key: value`"))?;
        let key = key.trim();
        let field = head.field(key).ok_or_else(|| unknown(key))?;
        let value = match value.trim() {
            fold @ (">" | "|" | ">-" | "|-") => lines.block(fold.starts_with('|')),
            value => unquoted(value),
        };
        *field = Some(value).filter(|value| !value.is_empty());
    }
    Err("its front matter has no closing line of ---".to_owned())
}

struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        (self.rest, self.number) = (rest, self.number + 1);
        Some(line.trim_end_matches('\r'))
    }

    /// The indented lines that follow `key: >` or `key: |`.
    fn block(&mut self, keeps_lines: bool) -> String {
        let mut block = Vec::new();
        while self.rest.starts_with([' ', '\t']) {
            block.extend(self.next().map(str::trim));
        }
        block.join(if keeps_lines { "\n" } else { " " })
    }
}

fn unquoted(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(inside) = inside('"') {
        inside.replace("\\\"", "\"").replace("\\\\", "\\")
    } else if let Some(inside) = inside('\'') {
        inside.replace("''", "'")
    } else {
        value.to_owned()
    }
}

fn unknown(key: &str) -> String {
    let near = KEYS
        .iter()
        .max_by(|left, right| strsim::jaro_winkler(key, left).total_cmp(&strsim::jaro_winkler(key, right)));
    match near.filter(|near| strsim::jaro_winkler(key, near) > 0.8) {
        Some(near) => format!("`{key}` is unknown in its front matter; did you mean `{near}`?"),
        None => format!("`{key}` is unknown in its front matter; known are {}", KEYS.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_file_is_read() {
        let file = "\u{feff}---\r\nlanguage: ar\r\ntitle: \"سجناء الرأي: \\\"37\\\" اسمًا\"\r\nsummary: >\r\n  one\r\n  two\r\n# note\r\nlink: https://a.example/x#y\r\ntranslation_of: 'it''s.md'\r\nauthor:\r\n---\r\nText\r\n---\r\nmore";
        let (head, text) = split(file).unwrap();
        assert_eq!(head.language.as_deref(), Some("ar"));
        assert_eq!(head.title.as_deref(), Some("سجناء الرأي: \"37\" اسمًا"));
        assert_eq!(head.summary.as_deref(), Some("one two"));
        assert_eq!(head.link.as_deref(), Some("https://a.example/x#y"));
        assert_eq!(head.translation_of.as_deref(), Some("it's.md"));
        assert_eq!((head.author, head.published), (None, None));
        assert_eq!(text, "Text\r\n---\r\nmore");
    }

    #[test]
    fn what_is_wrong_with_a_head_is_said() {
        let check = |file: &str, expected: &str| {
            let mistake = split(file).unwrap_err();
            assert!(mistake.contains(expected), "{mistake}");
        };
        check("Text", "does not begin");
        check("---\ntitle: a\n", "no closing");
        check("---\ntitel: a\n---\n", "did you mean `title`?");
        check("---\nx: a\n---\n", "known are language, title");
        check("---\njust words\n---\n", "line 2");
    }
}
