//! What all pages and the API share: where a visitor is, forms, failures, limits, headers.

mod context;
mod countries;
mod cursor;
mod events;
mod failure;
mod fields;
pub mod form_stamp;
mod headers;
mod here;
mod idempotency;
pub mod join_form;
mod json;
mod limits;
mod methods;
mod origin;
mod page;
mod peer;
mod problem;
mod redirect;

pub use context::{Site, Web};
pub use countries::Countries;
pub use cursor::{Cursor, Listing};
pub use events::{Seen, Streams};
pub use failure::{Failure, Wrong, show_failures};
pub use fields::FormFields;
pub use headers::{harden, private, sandboxed, with_script};
pub use here::{Alternate, Here};
pub use idempotency::{Answer, once, reseal};
pub use json::{Json, emptied, kept};
pub use limits::{Limit, Limited};
pub use methods::read;
pub use origin::is_same_origin;
pub use page::Page;
pub use peer::{Peer, TrustedProxies};
pub use problem::Problem;
pub use redirect::{nowhere, see_other};
