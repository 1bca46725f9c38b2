//! Why two translations are thought to be one article.

use std::fmt;
use std::str::FromStr;

/// The sign that brought two translations together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// A page or a feed calls the other its translation.
    Hreflang,
    /// One leads to the other.
    Link,
    /// The same path under the prefixes of two languages.
    Path,
    /// A file says so.
    File,
    /// An editor said so.
    Hand,
    /// They look alike; only an editor can tell.
    Likeness,
}

impl Evidence {
    /// The word that is stored.
    pub fn as_str(&self) -> &'static str {
        match self {
            Evidence::Hreflang => "hreflang",
            Evidence::Link => "link",
            Evidence::Path => "path",
            Evidence::File => "file",
            Evidence::Hand => "hand",
            Evidence::Likeness => "likeness",
        }
    }

    /// Likeness alone never pairs.
    pub fn is_certain(self) -> bool {
        self != Evidence::Likeness
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Evidence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        use Evidence::*;
        [Hreflang, Link, Path, File, Hand, Likeness]
            .into_iter()
            .find(|evidence| evidence.as_str() == text)
            .ok_or_else(|| format!("no evidence: {text}"))
    }
}

crate::db::text_column!(Evidence);
