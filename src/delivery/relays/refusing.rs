//! Whether a relay takes nothing from us.

use diesel::{
    dsl::{exists, select},
    prelude::*,
};

use crate::{
    db::{Conn, schema::relays},
    delivery::Outbox,
};

use super::relay::Trouble;

/// Whether one of our relays has turned us away, and taken nothing since.
pub fn is_refused(conn: &mut Conn, outbox: &Outbox) -> QueryResult<bool> {
    let names: Vec<String> = outbox.0.mailer.relays().iter().map(|relay| relay.name()).collect();
    let refusing =
        relays::table.filter(relays::name.eq_any(names)).filter(relays::reason.eq(Trouble::Refused.as_str()));
    select(exists(refusing)).get_result(conn)
}
