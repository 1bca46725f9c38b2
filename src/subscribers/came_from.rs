//! Where somebody came from: a page or a campaign code.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

const LONGEST: usize = 64;

/// At most 64 of `a-z 0-9 . _ -`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct CameFrom(String);

impl CameFrom {
    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CameFrom {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, String> {
        let code = raw.trim().to_ascii_lowercase();
        let fits = !code.is_empty() && code.len() <= LONGEST && code.bytes().all(is_fit);
        if fits {
            Ok(CameFrom(code))
        } else {
            Err("a source is 1 to 64 of a-z, 0-9, '.', '_' and '-'".into())
        }
    }
}

impl CameFrom {
    /// What can be kept of words that somebody put into a link: "Spring fair" is `spring-fair`. None if that is nothing.
    pub fn of_words(words: &str) -> Option<CameFrom> {
        let mut code = String::new();
        for part in words.to_ascii_lowercase().split(|c: char| !c.is_ascii() || !is_fit(c as u8)) {
            if !part.is_empty() && !code.is_empty() {
                code.push('-');
            }
            code.push_str(part);
        }
        code.truncate(LONGEST);
        code.parse().ok()
    }
}

fn is_fit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte)
}

impl TryFrom<String> for CameFrom {
    type Error = String;

    fn try_from(raw: String) -> Result<Self, String> {
        raw.parse()
    }
}

crate::db::text_column!(CameFrom);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_link_become_a_code() {
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(CameFrom::of_words(words).as_ref().map(CameFrom::as_str), expected, "{words}");
        };
        check("poster-2026", Some("poster-2026"));
        check(" Spring  fair! ", Some("spring-fair"));
        check("https://x.example/a?b=1", Some("https-x.example-a-b-1"));
        check("fair مهرجان", Some("fair"));
        check("مهرجان", None);
        check(&"a".repeat(100), Some(&"a".repeat(64)));
        check("", None);
    }
}
