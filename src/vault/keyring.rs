//! All keys of one Hudhud, as they lie in `keys.toml`.

use super::KeysError;
use super::key::{Key, KeyId};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use zeroize::Zeroizing;

const HEAD: &str = "\
# The keys of this Hudhud. Whoever has them and the database can read every address; without them nobody can.
# Keep a copy in a safe place, apart from the backups of the database. `hudhud keys rotate` writes this file anew.
";

/// Several keys are read, one seals. The index key and the key of the links are never rotated: suppressions hold no
/// address from which another index could be made, and links lie in mails that are years old.
#[derive(Clone, Debug)]
pub(super) struct Keyring {
    seals: KeyId,
    next: Option<KeyId>,
    sealing: BTreeMap<KeyId, Key>,
    pub(super) index: Key,
    pub(super) links: Key,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    seals: String,
    next: Option<String>,
    index: Zeroizing<String>,
    links: Zeroizing<String>,
    keys: BTreeMap<String, Zeroizing<String>>,
}

impl Keyring {
    pub(super) fn random() -> Self {
        Self::of(Key::random(), Key::random(), Key::random())
    }

    /// Keys that everybody knows, for tests.
    pub(super) fn known() -> Self {
        Self::of(Key::repeating(1), Key::repeating(2), Key::repeating(3))
    }

    fn of(key: Key, index: Key, links: Key) -> Self {
        Keyring { seals: key.id(), next: None, sealing: BTreeMap::from([(key.id(), key)]), index, links }
    }

    /// The key that seals.
    pub(super) fn current(&self) -> (KeyId, &Key) {
        (self.seals, &self.sealing[&self.seals])
    }

    /// A key that reads.
    pub(super) fn find(&self, id: KeyId) -> Option<&Key> {
        self.sealing.get(&id)
    }

    /// All keys that read.
    pub(super) fn ids(&self) -> impl Iterator<Item = KeyId> {
        self.sealing.keys().copied()
    }

    /// Adds the key that will seal next, to be read from now on; one that is already there stays.
    pub(super) fn prepare(&mut self) -> KeyId {
        let next = self.next.unwrap_or_else(|| {
            let key = Key::random();
            let id = key.id();
            self.sealing.insert(id, key);
            id
        });
        self.next = Some(next);
        next
    }

    /// Lets the prepared key seal; `None` if there is none.
    pub(super) fn advance(&mut self) -> Option<KeyId> {
        self.seals = self.next.take()?;
        Some(self.seals)
    }

    /// Forgets the keys that neither seal nor will.
    pub(super) fn drop_old(&mut self) -> Vec<KeyId> {
        let kept = [Some(self.seals), self.next];
        let old: Vec<_> = self.ids().filter(|id| !kept.contains(&Some(*id))).collect();
        self.sealing.retain(|id, _| !old.contains(id));
        old
    }

    /// Reads `keys.toml`. No error repeats what stands there.
    pub(super) fn parse(text: &str) -> Result<Self, KeysError> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            KeysError::Unreadable(format!("line {line} is not as Hudhud wrote it"))
        })?;
        let mut sealing = BTreeMap::new();
        for (name, key) in &written.keys {
            let key = read(name, key)?;
            if key.id().to_string() != *name {
                return Err(KeysError::Unreadable(format!(
                    "the key {name} was changed: it does not fit its name"
                )));
            }
            sealing.insert(key.id(), key);
        }
        let known = |name: &str| {
            let id = name.parse().ok().filter(|id| sealing.contains_key(id));
            id.ok_or_else(|| KeysError::Unreadable(format!("the key {name} is not among the keys")))
        };
        let seals = known(&written.seals)?;
        let next = written.next.as_deref().map(known).transpose()?;
        let (index, links) = (read("index", &written.index)?, read("links", &written.links)?);
        Ok(Keyring { seals, next, sealing, index, links })
    }

    pub(super) fn to_toml(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(HEAD.to_owned());
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = \"{value}\"");
        };
        line("seals", &self.seals.to_string());
        if let Some(next) = self.next {
            line("next", &next.to_string());
        }
        line("index", &self.index.to_base64());
        line("links", &self.links.to_base64());
        text.push_str("\n[keys]\n");
        for (id, key) in &self.sealing {
            let _ = writeln!(text, "{id} = \"{}\"", key.to_base64().as_str());
        }
        text
    }
}

fn read(name: &str, text: &str) -> Result<Key, KeysError> {
    Key::from_base64(text)
        .ok_or_else(|| KeysError::Unreadable(format!("the key {name} is not 32 bytes in base64")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let mut ring = Keyring::random();
        ring.prepare();
        let back = Keyring::parse(&ring.to_toml()).unwrap();
        assert_eq!(back.to_toml(), ring.to_toml());
    }

    #[test]
    fn a_key_is_prepared_then_seals_then_the_old_one_goes() {
        let mut ring = Keyring::random();
        let first = ring.current().0;
        assert_eq!(ring.advance(), None);
        let second = ring.prepare();
        assert_eq!(ring.prepare(), second, "one is prepared at a time");
        assert_eq!(ring.current().0, first);
        assert!(ring.drop_old().is_empty());
        assert_eq!(ring.advance(), Some(second));
        assert!(ring.find(first).is_some(), "the old one still reads");
        assert_eq!(ring.drop_old(), [first]);
        assert_eq!(ring.ids().collect::<Vec<_>>(), [second]);
    }

    #[test]
    fn a_spoilt_file_is_told_without_its_keys() {
        fn check(spoil: impl FnOnce(&str) -> String, expected: &str) {
            let text = Keyring::random().to_toml();
            let secret = text.lines().last().unwrap().split('"').nth(1).unwrap().to_owned();
            let error = Keyring::parse(&spoil(&text)).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains(&secret), "{error}");
        }
        check(|text| text.replace("seals = ", "seals = 7 #"), "line 3");
        check(|text| text.replace("seals = \"", "seals = \"0"), "not among the keys");
        check(|text| text.replace("[keys]\n", "[keys]\n0"), "does not fit its name");
        check(|text| text.replace("index = \"", "index = \"????"), "the key index is not 32 bytes");
        check(|text| text.replace("links", "lynx"), "is not as Hudhud wrote it");
        check(|text| text[..text.len() - 8].to_owned(), "is not as Hudhud wrote it");
        check(|_| String::new(), "is not as Hudhud wrote it");
    }
}
