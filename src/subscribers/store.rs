//! Subscribers as rows: finding, adding and changing them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{Conn, PublicId, execute_native, schema::subscribers, unless_taken},
    i18n::Language,
    subscribers::{Cadence, CameFrom, Country, EmailAddress, PersonName, ReadingChoice, Status, joining},
    vault::{BlindIndex, Place, Sealed, Vault, VaultError},
};

/// Where sealed columns live; part of what is sealed, so that a value cannot be moved.
pub const EMAIL: Place = Place::new("subscribers", "email");
/// Where the sealed name lives.
pub const NAME: Place = Place::new("subscribers", "name");
/// Where the sealed offer to help lives.
pub const HELP: Place = Place::new("subscribers", "help");

/// A person on the list, or one who was.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = subscribers)]
pub struct Subscriber {
    pub id: i64,
    pub public_id: PublicId,
    pub email: Sealed,
    pub email_index: BlindIndex,
    pub name: Option<Sealed>,
    pub help: Option<Sealed>,
    pub status: Status,
    pub paused_until: Option<NaiveDateTime>,
    pub reading: ReadingChoice,
    pub first_language: Language,
    pub cadence: Cadence,
    pub country: Option<Country>,
    pub came_from: Option<CameFrom>,
    pub referred_by: Option<i64>,
    /// Raising it kills all links that were made before.
    pub link_generation: i32,
    /// How the last five mails ended, newest last, a letter each.
    pub fates: String,
    pub confirmed_at: NaiveDateTime,
    pub left_at: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Subscriber {
    /// The address, opened. It was found to be one before it was sealed.
    pub fn email(&self, vault: &Vault) -> Result<EmailAddress, VaultError> {
        Ok(EmailAddress::known(vault.unseal(EMAIL, &self.public_id, &self.email)?))
    }

    /// What the person wants to be called.
    pub fn name(&self, vault: &Vault) -> Result<Option<PersonName>, VaultError> {
        let name =
            self.name.as_ref().map(|sealed| vault.unseal(NAME, &self.public_id, sealed)).transpose()?;
        Ok(name.as_deref().and_then(PersonName::clean))
    }

    /// How the person offered to help.
    pub fn help(&self, vault: &Vault) -> Result<Option<String>, VaultError> {
        self.help.as_ref().map(|sealed| vault.unseal(HELP, &self.public_id, sealed)).transpose()
    }
}

/// Somebody who becomes a subscriber now: by a confirmed signup, or by an import that states its consent basis.
#[derive(Insertable)]
#[diesel(table_name = subscribers)]
pub struct NewSubscriber {
    pub public_id: PublicId,
    pub email: Sealed,
    pub email_index: BlindIndex,
    pub name: Option<Sealed>,
    pub help: Option<Sealed>,
    pub status: Status,
    pub reading: ReadingChoice,
    pub first_language: Language,
    pub cadence: Cadence,
    pub country: Option<Country>,
    pub came_from: Option<CameFrom>,
    pub confirmed_at: NaiveDateTime,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Adds a subscriber; a unique violation means that the address is there already.
pub fn insert(conn: &mut Conn, subscriber: &NewSubscriber) -> QueryResult<i64> {
    diesel::insert_into(subscribers::table).values(subscriber).returning(subscribers::id).get_result(conn)
}

/// Adds many subscribers at once but for those whose address is there already: the ids of those who were added.
pub fn insert_all(conn: &mut Conn, new: Vec<&NewSubscriber>) -> QueryResult<Vec<(i64, PublicId)>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PublicId> = new.iter().map(|one| one.public_id.clone()).collect();
    let insert = diesel::insert_into(subscribers::table).values(new.clone());
    if unless_taken(conn, |conn| execute_native(conn, insert))?.is_none() {
        // Somebody joined in the same moment.
        for one in new {
            joining::insert_unless_there(conn, one)?;
        }
    }
    subscribers::table
        .filter(subscribers::public_id.eq_any(ids))
        .order(subscribers::id)
        .select((subscribers::id, subscribers::public_id))
        .load(conn)
}

/// Who has any of these addresses.
pub fn find_all_by_index(conn: &mut Conn, indexes: &[BlindIndex]) -> QueryResult<Vec<Subscriber>> {
    subscribers::table
        .filter(subscribers::email_index.eq_any(indexes))
        .select(Subscriber::as_select())
        .load(conn)
}

/// Who has this address.
pub fn find_by_index(conn: &mut Conn, index: &BlindIndex) -> QueryResult<Option<Subscriber>> {
    subscribers::table
        .filter(subscribers::email_index.eq(index))
        .select(Subscriber::as_select())
        .first(conn)
        .optional()
}

/// Who has this public id.
pub fn find(conn: &mut Conn, public_id: &PublicId) -> QueryResult<Option<Subscriber>> {
    subscribers::table
        .filter(subscribers::public_id.eq(public_id))
        .select(Subscriber::as_select())
        .first(conn)
        .optional()
}

/// Who has this row.
pub fn find_by_id(conn: &mut Conn, id: i64) -> QueryResult<Option<Subscriber>> {
    subscribers::table.find(id).select(Subscriber::as_select()).first(conn).optional()
}

/// Goes on with a change of somebody who is as they were when `seen`. False if somebody else changed them since.
pub fn touch(conn: &mut Conn, id: i64, seen: NaiveDateTime, now: NaiveDateTime) -> QueryResult<bool> {
    let unchanged = subscribers::table.find(id).filter(subscribers::updated_at.eq(seen));
    Ok(diesel::update(unchanged).set(subscribers::updated_at.eq(now)).execute(conn)? == 1)
}

/// Takes somebody off the list at their wish. True if that changed anything.
pub fn leave(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let on_the_list = subscribers::status.eq_any([Status::Active, Status::Paused]);
    let changed = diesel::update(subscribers::table.filter(subscribers::id.eq(id)).filter(on_the_list))
        .set((
            subscribers::status.eq(Status::Left),
            subscribers::left_at.eq(now),
            subscribers::paused_until.eq(None::<NaiveDateTime>),
            subscribers::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Stops writing to an address that does not take mail. True if that changed anything.
pub fn mark_unreachable(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    take_off_the_list(conn, id, Status::Unreachable, now)
}

/// Never writes again to somebody who called our mail unwanted. True if that changed anything.
pub fn mark_complained(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    take_off_the_list(conn, id, Status::Complained, now)
}

fn take_off_the_list(conn: &mut Conn, id: i64, to: Status, now: NaiveDateTime) -> QueryResult<bool> {
    let on_the_list = subscribers::status.eq_any([Status::Active, Status::Paused]);
    let changed = diesel::update(subscribers::table.filter(subscribers::id.eq(id)).filter(on_the_list))
        .set((
            subscribers::status.eq(to),
            subscribers::paused_until.eq(None::<NaiveDateTime>),
            subscribers::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes how the last mails ended, newest last, a letter each.
pub fn note_fates(conn: &mut Conn, id: i64, fates: &str) -> QueryResult<()> {
    diesel::update(subscribers::table.find(id)).set(subscribers::fates.eq(fates)).execute(conn)?;
    Ok(())
}

/// When somebody's address changed last.
pub fn email_changed_at(conn: &mut Conn, id: i64) -> QueryResult<Option<NaiveDateTime>> {
    let changed_at = subscribers::table.find(id).select(subscribers::email_changed_at);
    Ok(changed_at.first::<Option<NaiveDateTime>>(conn).optional()?.flatten())
}

/// Wakes up to `limit` people whose pause is over; how many.
pub fn wake(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> QueryResult<usize> {
    let is_over = subscribers::status.eq(Status::Paused).and(subscribers::paused_until.le(now));
    let over: Vec<i64> =
        subscribers::table.filter(is_over).limit(limit).select(subscribers::id).load(conn)?;
    // Checked again: somebody may have left or paused for longer since.
    diesel::update(subscribers::table.filter(subscribers::id.eq_any(over)).filter(is_over))
        .set((
            subscribers::status.eq(Status::Active),
            subscribers::paused_until.eq(None::<NaiveDateTime>),
            subscribers::updated_at.eq(now),
        ))
        .execute(conn)
}

/// Seals up to `limit` rows behind `after` anew where they are under an old key. The last id seen, or none
/// at the end.
pub fn reseal(conn: &mut Conn, vault: &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>> {
    let rows: Vec<Subscriber> = subscribers::table
        .filter(subscribers::id.gt(after))
        .order(subscribers::id)
        .limit(limit)
        .select(Subscriber::as_select())
        .load(conn)?;
    for row in &rows {
        let anew = |place, sealed: Option<&Sealed>| match sealed {
            Some(sealed) => vault.reseal(place, &row.public_id, sealed),
            None => Ok(None),
        };
        let this = subscribers::table.filter(subscribers::id.eq(row.id));
        if let Some(email) = anew(EMAIL, Some(&row.email))? {
            diesel::update(this).set(subscribers::email.eq(email)).execute(conn)?;
        }
        if let Some(name) = anew(NAME, row.name.as_ref())? {
            diesel::update(this).set(subscribers::name.eq(name)).execute(conn)?;
        }
        if let Some(help) = anew(HELP, row.help.as_ref())? {
            diesel::update(this).set(subscribers::help.eq(help)).execute(conn)?;
        }
    }
    Ok(rows.last().map(|row| row.id))
}
