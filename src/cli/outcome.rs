//! How a command ends, as scripts see it.

use crate::config::SettingsError;
use crate::i18n::WrongLanguages;
use crate::mail;
use crate::vault::KeysError;
use std::process::ExitCode;

/// What was asked for makes no sense: exit code 2, as for a wrong flag.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Misuse(pub String);

/// 0: done, 1: failed, 2: wrong use or settings. The reason goes to stderr.
pub(super) fn exit_code(done: anyhow::Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    for (nth, line) in format!("{error:#}").lines().enumerate() {
        eprintln!("{}{line}", if nth == 0 { "hudhud: " } else { "        " });
    }
    ExitCode::from(code(&error))
}

fn code(error: &anyhow::Error) -> u8 {
    let wrong = error.is::<Misuse>()
        || error.is::<SettingsError>()
        || error.is::<KeysError>()
        || error.is::<WrongLanguages>()
        || error.is::<mail::ServerUrlError>()
        || error.is::<mail::NotAnAddress>()
        || error.is::<mail::KeyError>();
    if wrong { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context, anyhow};

    #[test]
    fn wrong_settings_are_told_from_failures() {
        fn check(error: anyhow::Error, expected: u8) {
            assert_eq!(code(&error), expected, "{error:#}");
        }
        check(Misuse("x".to_owned()).into(), 2);
        check(SettingsError(vec!["x".to_owned()]).into(), 2);
        check(Err::<(), _>(KeysError::Inline).context("rotating").unwrap_err(), 2);
        check(WrongLanguages::None.into(), 2);
        check(mail::ServerUrlError::Host.into(), 2);
        check(anyhow!("the disk is full"), 1);
    }
}
