//! The built-in mailbox as a way to send: every message becomes a file, `{data_dir}/mailbox/{time}-{n}.eml`.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::clock::Clock;

use super::{Content, Fate, Reply};

/// Orders the messages that this process writes in one microsecond.
static WRITTEN: AtomicU32 = AtomicU32::new(0);

/// A folder of `.eml` files whose names sort by time.
#[derive(Clone)]
pub struct Folder {
    path: PathBuf,
    clock: Clock,
}

impl Folder {
    pub(super) fn new(path: PathBuf, clock: Clock) -> Folder {
        Folder { path, clock }
    }

    /// Keeps a message.
    pub(super) fn take(&self, content: &Content) -> Fate {
        match self.keep(&content.message()) {
            Ok(()) => Fate::Accepted(Reply::ours(250, "2.0.0", "kept in the built-in mailbox")),
            Err(error) => Fate::Unreachable(format!("writing into the built-in mailbox: {}", error.kind())),
        }
    }

    /// A reader of the folder sees a whole message or none. The messages hold addresses in clear, so nobody else on
    /// this machine may read them.
    fn keep(&self, message: &[u8]) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path)?;
        let time = self.clock.now().format("%Y%m%dT%H%M%S%6f");
        let n = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let name = format!("{time}-{n:06}-{:08x}", rand::random::<u32>());
        let unfinished = self.path.join(format!(".{name}.tmp"));
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&unfinished)?
            .write_all(message)?;
        fs::rename(&unfinished, self.path.join(format!("{name}.eml")))
    }
}
