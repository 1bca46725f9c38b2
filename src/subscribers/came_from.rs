//! Where somebody came from: a page or a campaign code.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// At most 64 of `a-z 0-9 . _ -`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct CameFrom(String);

impl CameFrom {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CameFrom {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, String> {
        let code = raw.trim().to_ascii_lowercase();
        let fits = !code.is_empty()
            && code.len() <= 64
            && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
        if fits {
            Ok(CameFrom(code))
        } else {
            Err("a source is 1 to 64 of a-z, 0-9, '.', '_' and '-'".into())
        }
    }
}

impl TryFrom<String> for CameFrom {
    type Error = String;

    fn try_from(raw: String) -> Result<Self, String> {
        raw.parse()
    }
}

crate::db::text_column!(CameFrom);
