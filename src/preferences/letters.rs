//! What we write to people about their own subscription.

use serde::Serialize;

use crate::delivery::{Gate, Letter};

/// The link that somebody asked for. The postman puts a fresh one into it when it goes, if there is a subscriber with
/// this address.
#[derive(Serialize)]
pub struct YourLink {}

impl Letter for YourLink {
    const NAME: &'static str = "your_link";

    fn gate(&self) -> Gate {
        Gate::OnTheList
    }
}

/// The new link of somebody who made the old ones useless.
#[derive(Serialize)]
pub struct LinksRevoked {}

impl Letter for LinksRevoked {
    const NAME: &'static str = "links_revoked";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}

/// Asks at a new address whether it is meant. Like a newcomer's, since anybody's address may have been typed.
#[derive(Serialize)]
pub struct ConfirmAddress {
    pub confirm_url: String,
}

impl Letter for ConfirmAddress {
    const NAME: &'static str = "confirm_address";

    fn gate(&self) -> Gate {
        Gate::Newcomer
    }

    /// One click says "it wasn't me".
    fn one_click(&self) -> Option<&str> {
        Some(&self.confirm_url)
    }
}

/// Tells the old address that we write to another one now.
#[derive(Serialize)]
pub struct AddressChanged {}

impl Letter for AddressChanged {
    const NAME: &'static str = "address_changed";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}

/// Everything that we keep about a person.
#[derive(Serialize)]
pub struct YourData {
    /// JSON.
    pub data: String,
}

impl Letter for YourData {
    const NAME: &'static str = "your_data";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}

/// The last letter of all.
#[derive(Serialize)]
pub struct Erased {}

impl Letter for Erased {
    const NAME: &'static str = "erased";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}
