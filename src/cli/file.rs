//! A file that only its owner may read, and that is whole as soon as it has its name.

use std::{
    fs::{self, File, OpenOptions},
    io::BufWriter,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// A file that is being written; without [`Draft::finish`] it goes away again.
pub struct Draft {
    path: PathBuf,
    file: File,
}

impl Draft {
    /// A file beside the one that is wanted.
    pub fn beside(wanted: &Path) -> anyhow::Result<Draft> {
        let name = wanted.file_name().context("this is no name of a file")?.to_string_lossy();
        let path = wanted.with_file_name(format!(".{name}.{}", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.with_context(|| format!("making a file beside {}", wanted.display()))?;
        Ok(Draft { path, file })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn writer(&self) -> impl std::io::Write {
        BufWriter::new(&self.file)
    }

    /// Gives it its name, once all of it is on the disk.
    pub fn finish(self, wanted: &Path) -> anyhow::Result<()> {
        self.file.sync_all().context("writing the file")?;
        fs::rename(&self.path, wanted).with_context(|| format!("writing {}", wanted.display()))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After `finish` it has another name, and there is nothing to remove.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write, os::unix::fs::PermissionsExt};

    use super::*;

    #[test]
    fn a_file_is_its_owners_and_whole_or_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let wanted = dir.path().join("people.csv");
        fs::write(&wanted, "before").unwrap();
        fs::set_permissions(&wanted, fs::Permissions::from_mode(0o644)).unwrap();
        let draft = Draft::beside(&wanted).unwrap();
        draft.writer().write_all(b"after").unwrap();
        drop(draft);
        assert_eq!(fs::read(&wanted).unwrap(), b"before");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        let draft = Draft::beside(&wanted).unwrap();
        draft.writer().write_all(b"after").unwrap();
        draft.finish(&wanted).unwrap();
        assert_eq!(fs::read(&wanted).unwrap(), b"after");
        assert_eq!(fs::metadata(&wanted).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
