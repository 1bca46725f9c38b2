//! A disk that keeps nothing but what was synced (`power_loss.c`).

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// Built from C beside us, and loaded into the program in front of the system's own functions.
fn build(into: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/power_loss.c");
    let library = into.join("power_loss.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o"]).args([&library, &source]).status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "a C compiler builds what stands between the program and its disk: apt-get install build-essential"
    );
    library
}

/// What a folder has durably, from a moment at which all of it was.
pub struct FrailDisk {
    folder: PathBuf,
    library: PathBuf,
    /// The files of the first moment, and which they were.
    kept: BTreeMap<String, (u64, Vec<u8>)>,
    durable: TempDir,
}

impl FrailDisk {
    /// Nobody may be at work in the folder yet.
    pub fn of(folder: &Path) -> FrailDisk {
        let folder = folder.canonicalize().unwrap();
        let durable = tempfile::tempdir().unwrap();
        let kept = files(&folder).map(|(name, path)| {
            let number = fs::metadata(&path).unwrap().ino();
            (name, (number, fs::read(path).unwrap()))
        });
        FrailDisk { kept: kept.collect(), library: build(durable.path()), folder, durable }
    }

    /// The program, on this disk.
    pub fn under<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("LD_PRELOAD", &self.library)
            .env("WATCHED", &self.folder)
            .env("DURABLE", self.durable.path())
    }

    /// Whoever worked in the folder is dead: now it has what is durable, and nothing else.
    pub fn power_fails(self) {
        let names = match fs::read_to_string(self.durable.path().join("names")) {
            Ok(names) => names.lines().map(numbered).collect(),
            // The folder was never synced: it has the names that it had.
            Err(_) => self.kept.iter().map(|(name, (number, _))| (name.clone(), *number)).collect::<Vec<_>>(),
        };
        for (_, path) in files(&self.folder) {
            fs::remove_file(path).unwrap();
        }
        for (name, number) in names {
            let synced = fs::read(self.durable.path().join(number.to_string())).ok();
            let kept = || self.kept.get(&name).filter(|kept| kept.0 == number).map(|kept| kept.1.clone());
            // The name may be durable and nothing of the content.
            let content = synced.or_else(kept).unwrap_or_default();
            fs::write(self.folder.join(name), content).unwrap();
        }
    }
}

/// The files directly in a folder, by their names.
fn files(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
}

fn numbered(line: &str) -> (String, u64) {
    let (number, name) = line.split_once(' ').unwrap();
    (name.to_owned(), number.parse().unwrap())
}
