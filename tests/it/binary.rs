//! The program itself, as it is installed.

use std::process::Command;

#[test]
fn nothing_has_to_be_installed_beside_it() {
    let listed = Command::new("ldd").arg(env!("CARGO_BIN_EXE_hudhud")).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("libc.so"), "{listed}");
    for library in ["libpq", "libssl", "libcrypto", "libsqlite3"] {
        assert!(!listed.contains(library), "{listed}");
    }
}
