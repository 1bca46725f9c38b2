//! The tables of articles and translations.

mod find;
mod record;
mod slugs;

pub use find::{
    all_named, find, find_by_slug, find_many, find_translation, list, list_in, newest, of_any_text,
    of_translation,
};
pub use record::{Arrival, Recorded, edit, insert, new_article, record};
