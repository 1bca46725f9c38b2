//! The built-in mailbox as a way to send.

use std::{fs, os::unix::fs::PermissionsExt};

use chrono::{DateTime, TimeDelta};
use hudhud::{
    clock::Clock,
    mail::{Fate, Mailer, Signer},
};

use super::{Line, MESSAGE, envelope};

#[test]
fn messages_become_files_in_their_order_that_only_we_can_read() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("mailbox");
    let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap().naive_utc());
    let mailer =
        Mailer::to_folder("news@example.org".parse().unwrap(), Signer::off(), &folder, clock.clone());
    let mut connection = Line::open(&mailer).unwrap();
    assert!(connection.is_alive());
    for n in 0..3 {
        let message = [format!("X-Number: {n}\r\n").as_bytes(), MESSAGE].concat();
        let fate = connection.send(&envelope("ada@x.org"), &message, &mut || true);
        assert!(matches!(fate, Fate::Accepted(_)));
        if n == 1 {
            clock.advance(TimeDelta::seconds(1));
        }
    }
    assert_eq!(connection.send(&envelope("ada@x.org"), MESSAGE, &mut || false), Fate::NotSent);

    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 3);
    for (n, file) in files.iter().enumerate() {
        assert_eq!(file.extension().unwrap(), "eml");
        assert!(fs::read_to_string(file).unwrap().starts_with(&format!("X-Number: {n}\r\n")));
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o077, 0);
    }
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o077, 0);
}
