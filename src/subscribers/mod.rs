//! The people: who they are, what they chose, which links are theirs, and who must not be written to.

mod address;
mod cadence;
mod came_from;
mod country;
mod edition_name;
mod mistake;
mod name;
mod reading;
mod status;

pub mod address_changes;
pub mod audience;
pub mod choices;
pub mod consents;
pub mod erasure;
pub mod joining;
pub mod links;
pub mod replaced_native;
pub mod signups;
mod signups_native;
pub mod store;
pub mod suppression;
pub mod token;
pub mod topics;
pub mod wishes;

pub use address::{EmailAddress, NotAnEmailAddress};
pub use cadence::Cadence;
pub use came_from::CameFrom;
pub use choices::Choices;
pub use country::Country;
pub use edition_name::EditionName;
pub use links::Links;
pub use mistake::{Mistake, Mistakes};
pub use name::PersonName;
pub use reading::ReadingChoice;
pub use status::Status;
pub use store::{NewSubscriber, Subscriber};
