//! New addresses that wait for their mailbox's word, as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{Conn, PublicId, schema::address_changes},
    subscribers::{
        EmailAddress,
        signups::{STUB_LIFE, SignupState, WANTED_LIFE},
    },
    vault::{Place, Sealed, Vault, VaultError},
};

/// Where the sealed new address lives; part of what is sealed.
pub const NEW_EMAIL: Place = Place::new("address_changes", "email");

/// One time that a subscriber asked to be written to elsewhere. It is decided like a signup.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = address_changes)]
pub struct AddressChange {
    pub id: i64,
    pub public_id: PublicId,
    pub subscriber_id: i64,
    /// The sealed new address; none once it is decided or stale.
    pub email: Option<Sealed>,
    pub state: SignupState,
}

impl AddressChange {
    /// The new address, while it is known.
    pub fn email(&self, vault: &Vault) -> Result<Option<EmailAddress>, VaultError> {
        let Some(sealed) = &self.email else { return Ok(None) };
        let address = vault.unseal(NEW_EMAIL, &self.public_id, sealed)?;
        address.parse().map(Some).map_err(|_| VaultError::Garbled)
    }
}

/// A subscriber asks to be written to elsewhere.
#[derive(Insertable)]
#[diesel(table_name = address_changes)]
pub struct NewAddressChange {
    pub public_id: PublicId,
    pub subscriber_id: i64,
    pub email: Sealed,
    pub state: SignupState,
    pub created_at: NaiveDateTime,
}

/// Keeps the wish.
pub fn record(conn: &mut Conn, change: &NewAddressChange) -> QueryResult<()> {
    diesel::insert_into(address_changes::table).values(change).execute(conn)?;
    Ok(())
}

/// The change of a link to confirm.
pub fn find(conn: &mut Conn, public_id: &PublicId) -> QueryResult<Option<AddressChange>> {
    address_changes::table
        .filter(address_changes::public_id.eq(public_id))
        .select(AddressChange::as_select())
        .first(conn)
        .optional()
}

/// Decides a pending change and forgets its address. False if somebody else was quicker.
pub fn decide(conn: &mut Conn, id: i64, state: SignupState, now: NaiveDateTime) -> QueryResult<bool> {
    let pending = address_changes::table
        .filter(address_changes::id.eq(id))
        .filter(address_changes::state.eq(SignupState::Pending));
    let changed = diesel::update(pending)
        .set((
            address_changes::state.eq(state),
            address_changes::email.eq(None::<Sealed>),
            address_changes::decided_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Forgets, up to `limit` rows each, addresses of stale changes, and changes that have served. How many rows changed.
pub fn retire(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> QueryResult<usize> {
    let old: Vec<i64> = address_changes::table
        .filter(address_changes::created_at.le(now - STUB_LIFE))
        .limit(limit)
        .select(address_changes::id)
        .load(conn)?;
    let gone =
        diesel::delete(address_changes::table.filter(address_changes::id.eq_any(old))).execute(conn)?;
    let stale: Vec<i64> = address_changes::table
        .filter(address_changes::created_at.le(now - WANTED_LIFE))
        .filter(address_changes::email.is_not_null())
        .limit(limit)
        .select(address_changes::id)
        .load(conn)?;
    let wiped = diesel::update(address_changes::table.filter(address_changes::id.eq_any(stale)))
        .set(address_changes::email.eq(None::<Sealed>))
        .execute(conn)?;
    Ok(gone + wiped)
}

/// Seals up to `limit` rows behind `after` anew where they are under an old key. The last id seen, or none
/// at the end.
pub fn reseal(conn: &mut Conn, vault: &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>> {
    let rows: Vec<(i64, PublicId, Option<Sealed>)> = address_changes::table
        .filter(address_changes::id.gt(after))
        .order(address_changes::id)
        .limit(limit)
        .select((address_changes::id, address_changes::public_id, address_changes::email))
        .load(conn)?;
    for (id, public_id, email) in &rows {
        let Some(email) = email else { continue };
        if let Some(anew) = vault.reseal(NEW_EMAIL, public_id, email)? {
            diesel::update(address_changes::table.filter(address_changes::id.eq(id)))
                .set(address_changes::email.eq(anew))
                .execute(conn)?;
        }
    }
    Ok(rows.last().map(|(id, ..)| *id))
}
