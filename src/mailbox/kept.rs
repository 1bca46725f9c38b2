//! The files of the built-in mailbox: which there are, and what one holds.

use std::{
    fs, io,
    io::Read,
    path::{Path, PathBuf},
    str::FromStr,
};

use chrono::NaiveDateTime;

/// Mails on one page.
const PAGE: usize = 50;

/// Most bytes that are read of one file; ours are a hundredth of it.
const LARGEST: u64 = 10 * 1024 * 1024;

/// The name of a kept mail, without `.eml`. Newer ones sort behind older ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailId(String);

impl FromStr for MailId {
    type Err = ();

    /// Takes what can only be the name of a file in the mailbox itself.
    fn from_str(raw: &str) -> Result<MailId, ()> {
        let is_name =
            !raw.is_empty() && raw.len() <= 100 && raw.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if is_name { Ok(MailId(raw.to_owned())) } else { Err(()) }
    }
}

impl MailId {
    /// The file's name without its ending.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// When it was kept.
    pub fn kept_at(&self) -> Option<NaiveDateTime> {
        let time = self.0.split('-').next()?;
        NaiveDateTime::parse_from_str(time, "%Y%m%dT%H%M%S%6f").ok()
    }
}

/// A part of the list, newest first, and where its neighbours begin.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub ids: Vec<MailId>,
    pub total: usize,
    /// The newer part; `None` within: the first.
    pub newer: Option<Option<MailId>>,
    pub older: Option<MailId>,
}

/// The part of the mailbox behind `before`, or its newest.
pub fn list(folder: &Path, before: Option<&MailId>) -> io::Result<Part> {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        // Nothing has been sent yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Part::default()),
        Err(error) => return Err(error),
    };
    let mut ids = Vec::new();
    for file in files {
        let name = file?.file_name();
        ids.extend(name.to_str().and_then(|name| name.strip_suffix(".eml")).and_then(|id| id.parse().ok()));
    }
    ids.sort_unstable_by(|a: &MailId, b| b.cmp(a));
    Ok(cut(&ids, before))
}

/// What a mail consists of; nothing if there is none of that name.
pub fn read(folder: &Path, id: &MailId) -> io::Result<Option<Vec<u8>>> {
    let path: PathBuf = folder.join(format!("{}.eml", id.0));
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn cut(newest_first: &[MailId], before: Option<&MailId>) -> Part {
    let start = before.map_or(0, |before| newest_first.partition_point(|id| id >= before));
    let end = newest_first.len().min(start + PAGE);
    let newer = (start > 0).then(|| {
        let newer_start = start.saturating_sub(PAGE);
        newer_start.checked_sub(1).and_then(|last| newest_first.get(last).cloned())
    });
    let ids = newest_first[start..end].to_vec();
    let older = if end < newest_first.len() { ids.last().cloned() } else { None };
    Part { ids, total: newest_first.len(), newer, older }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> MailId {
        format!("20261123T204500000000-{n:06}-0a0a0a0a").parse().unwrap()
    }

    #[test]
    fn only_the_name_of_a_file_in_the_mailbox_is_an_id() {
        for raw in ["", "..", "../keys", "a/b", "a.eml", "%2e%2e", "a\0", "ملف"] {
            assert!(raw.parse::<MailId>().is_err(), "{raw:?}");
        }
        assert!(id(1).as_str().parse::<MailId>().is_ok());
    }

    #[test]
    fn an_id_says_when_its_mail_was_kept() {
        assert_eq!(id(1).kept_at().unwrap().to_string(), "2026-11-23 20:45:00");
        assert_eq!("other".parse::<MailId>().unwrap().kept_at(), None);
    }

    #[test]
    fn thousands_of_mails_are_leafed_through() {
        let all: Vec<_> = (0..120).rev().map(id).collect();
        let first = cut(&all, None);
        assert_eq!(
            (first.ids.len(), first.total, first.newer, first.older.clone()),
            (50, 120, None, Some(id(70)))
        );
        let second = cut(&all, first.older.as_ref());
        assert_eq!(
            (second.ids.first(), second.newer, second.older.clone()),
            (Some(&id(69)), Some(None), Some(id(20)))
        );
        let third = cut(&all, second.older.as_ref());
        assert_eq!((third.ids.len(), third.newer, third.older), (20, Some(Some(id(70))), None));
        assert_eq!(cut(&[], Some(&id(1))), Part::default());
    }

    #[test]
    fn a_mailbox_that_nobody_wrote_to_is_empty() {
        let dir = tempfile::tempdir().unwrap();
        let nowhere = dir.path().join("mailbox");
        assert_eq!(list(&nowhere, None).unwrap(), Part::default());
        assert_eq!(read(&nowhere, &id(1)).unwrap(), None);
    }
}
