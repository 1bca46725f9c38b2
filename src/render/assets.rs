//! Style, fonts and pictures that pages load, all of them ours.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Embedded;

/// One file that pages load.
pub struct Asset {
    pub bytes: Cow<'static, [u8]>,
    pub mime: String,
    /// Names this content and no other, so that it may be kept for ever under it.
    pub version: String,
}

/// The asset of this name.
pub fn asset(name: &str) -> Option<Asset> {
    let file = Embedded::get(name)?;
    let version = file.metadata.sha256_hash()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Asset { mime: file.metadata.mimetype().to_owned(), bytes: file.data, version })
}

/// Every asset, for the pages to name.
pub(super) fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Embedded::iter()
}
