//! A disk that is filled and freed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::postgres::is_root;

/// A file system of its own in memory.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Fails where nothing may be mounted: there is no other way to fill a disk without filling everybody's.
    #[track_caller]
    pub fn mount(at: &Path, megabytes: usize) -> SmallDisk {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={megabytes}m,mode=755");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).status();
        assert!(
            is_root() && mounted.is_ok_and(|status| status.success()),
            "a small disk can be mounted by root alone, and in a container that may mount (docker run --privileged)"
        );
        SmallDisk(at.to_owned())
    }

    /// Writes until nothing fits any more.
    pub fn fill(&self) {
        let ballast = format!("of={}", self.ballast().display());
        let filled = Command::new("dd")
            .args(["if=/dev/zero", "bs=4k", "oflag=append", "conv=notrunc", &ballast])
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!filled.success());
    }

    pub fn free(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status().ok();
    }
}
