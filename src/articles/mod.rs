//! Articles and their translations: stored, cleaned, paired, shown to everybody.

pub mod html;
pub mod markdown;
pub mod nesting;
pub mod pairing;
pub mod slug;
pub mod text;
