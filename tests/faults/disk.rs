//! The disk is full, and is freed.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    postgres::is_root,
    sink::Manner,
};

/// A file system of this size, if we may mount one.
struct SmallDisk<'a>(&'a Path);

impl SmallDisk<'_> {
    fn mount(at: &Path, megabytes: usize) -> Option<SmallDisk<'_>> {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).status();
        (is_root() && mounted.is_ok_and(|status| status.success())).then_some(SmallDisk(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(self.0).stderr(Stdio::null()).status().ok();
    }
}

#[test]
fn nothing_goes_while_the_disk_is_full_and_all_goes_once_when_it_is_freed() {
    let campaign = Campaign::prepare(Database::Sqlite, 2_000, Manner::of_ms(4, 4));
    let data = campaign.dir.path().join("data");
    let kept = campaign.dir.path().join("kept");
    fs::rename(&data, &kept).unwrap();
    let disk = SmallDisk::mount(&data, 40);
    assert!(disk.is_some(), "a small disk can be mounted by root alone");
    let copied = Command::new("cp").arg("-a").arg(kept.join(".")).arg(&data).status().unwrap();
    assert!(copied.success());
    campaign.send();
    let mut worker = campaign.worker();
    campaign.until_accepted(300);
    let ballast = data.join("ballast");
    // Writes until nothing fits any more.
    let filled = Command::new("dd")
        .args(["if=/dev/zero", "bs=4k", &format!("of={}", ballast.display())])
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(!filled.success());
    // What lies in the journal already may be used again: it is over when nothing goes any more.
    let mut before = campaign.sink.n_accepted();
    loop {
        thread::sleep(Duration::from_secs(2));
        let now = campaign.sink.n_accepted();
        if now == before {
            break;
        }
        before = now;
    }
    assert!(before < campaign.readers, "the disk was never full");
    thread::sleep(Duration::from_secs(5));
    assert_eq!(campaign.sink.n_accepted(), before, "no message goes without a fence on disk");
    assert!(worker.is_running());
    fs::remove_file(&ballast).unwrap();
    let outcome = campaign.until_done();
    campaign.tell(&format!("the disk full after {before}"), &outcome);
    assert!(outcome.doubles <= CONNECTIONS, "{outcome:?}");
    assert!(worker.is_running());
    drop(worker);
    drop(disk);
}
