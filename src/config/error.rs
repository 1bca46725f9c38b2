//! What is wrong with the settings: all of it at once.

use std::fmt;

/// Wrong settings, each in a sentence that names the setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError(pub Vec<String>);

impl SettingsError {
    pub(super) fn one(problem: String) -> Self {
        SettingsError(vec![problem])
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for SettingsError {}
