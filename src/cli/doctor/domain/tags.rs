//! The `tag=value;` lists of DKIM and DMARC.

use std::collections::BTreeMap;

/// The tags of a record, by name.
pub fn tags(record: &str) -> BTreeMap<String, String> {
    let pairs = record.split(';').filter_map(|part| part.split_once('='));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_values() {
        let found = tags(" v=DMARC1 ;P = none; rua=mailto:a@b?x=1;; oops");
        let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, [("p", "none"), ("rua", "mailto:a@b?x=1"), ("v", "DMARC1")]);
    }
}
