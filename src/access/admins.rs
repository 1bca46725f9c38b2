//! Admins as rows: adding, finding and disabling them.

use chrono::NaiveDateTime;
use diesel::{prelude::*, result::Error};

use crate::{
    access::{Role, audit_native, sessions},
    db::{Conn, PublicId, execute_native, schema::admins},
    i18n::Language,
    subscribers::EmailAddress,
    vault::{BlindIndex, Place, Sealed, Vault, VaultError},
};

/// Where the sealed address lives.
pub const EMAIL: Place = Place::new("admins", "email");

/// Somebody who may sign in, or who could before.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = admins)]
pub struct Admin {
    pub id: i64,
    pub public_id: PublicId,
    pub email: Sealed,
    pub email_index: BlindIndex,
    pub role: Role,
    pub language: Language,
    pub disabled_at: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    pub signed_in_at: Option<NaiveDateTime>,
}

impl Admin {
    /// The address, opened.
    ///
    /// # Errors
    /// It lies under a key that is not there.
    pub fn email(&self, vault: &Vault) -> Result<EmailAddress, VaultError> {
        let address = vault.unseal(EMAIL, &self.public_id, &self.email)?;
        address.parse().map_err(|_| VaultError::Garbled)
    }
}

/// Admits somebody, or gives who is there already this role again. The row as it is now.
pub fn admit(
    conn: &mut Conn,
    vault: &Vault,
    email: &EmailAddress,
    role: Role,
    language: &Language,
    now: NaiveDateTime,
) -> QueryResult<Admin> {
    let (index, public_id) = (vault.index(email.as_str()), PublicId::random());
    let row = (
        admins::email.eq(vault.seal(EMAIL, &public_id, email.as_str())),
        admins::public_id.eq(public_id),
        admins::email_index.eq(index.clone()),
        admins::role.eq(role),
        admins::language.eq(language.clone()),
        admins::created_at.eq(now),
    );
    let insert = diesel::insert_into(admins::table).values(row).on_conflict(admins::email_index).do_nothing();
    execute_native(conn, insert)?;
    let known = find_by_index(conn, &index)?.ok_or(Error::NotFound)?;
    change_role(conn, known.id, role)?;
    enable(conn, known.id)?;
    admins::table.find(known.id).select(Admin::as_select()).first(conn)
}

/// Everybody, in the order in which they came.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Admin>> {
    admins::table.order(admins::id).select(Admin::as_select()).load(conn)
}

/// Everybody who may sign in and has at least this role.
pub fn enabled_with(conn: &mut Conn, needed: Role) -> QueryResult<Vec<Admin>> {
    let roles = Role::ALL.into_iter().filter(|role| role.covers(needed));
    admins::table
        .filter(admins::disabled_at.is_null())
        .filter(admins::role.eq_any(roles))
        .order(admins::id)
        .select(Admin::as_select())
        .load(conn)
}

/// How many may sign in and approve an issue.
pub fn enabled_admins(conn: &mut Conn) -> QueryResult<i64> {
    let approvers = Role::ALL.into_iter().filter(|role| role.covers(Role::Editor));
    admins::table
        .filter(admins::disabled_at.is_null())
        .filter(admins::role.eq_any(approvers))
        .count()
        .get_result(conn)
}

/// Who has this address.
pub fn find_by_index(conn: &mut Conn, index: &BlindIndex) -> QueryResult<Option<Admin>> {
    admins::table.filter(admins::email_index.eq(index)).select(Admin::as_select()).first(conn).optional()
}

/// Who has this public id.
pub fn find(conn: &mut Conn, public_id: &PublicId) -> QueryResult<Option<Admin>> {
    admins::table.filter(admins::public_id.eq(public_id)).select(Admin::as_select()).first(conn).optional()
}

/// Whether somebody else than `id` could still admit people: the last owner stays. Admins are changed one at a time,
/// since two owners who end each other's right would leave none.
pub fn another_owner(conn: &mut Conn, id: i64) -> QueryResult<bool> {
    audit_native::lock(conn)?;
    Ok(enabled_with(conn, Role::Owner)?.iter().any(|owner| owner.id != id))
}

/// Ends somebody's right to sign in, and every session of theirs. True if that changed anything.
pub fn disable(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let changed = diesel::update(admins::table.find(id).filter(admins::disabled_at.is_null()))
        .set(admins::disabled_at.eq(now))
        .execute(conn)?;
    sessions::end_all(conn, id)?;
    Ok(changed == 1)
}

/// Lets somebody sign in again.
pub fn enable(conn: &mut Conn, id: i64) -> QueryResult<usize> {
    diesel::update(admins::table.find(id)).set(admins::disabled_at.eq(None::<NaiveDateTime>)).execute(conn)
}

/// Gives somebody another role; their sessions end, so that no page of the old role stays open.
pub fn change_role(conn: &mut Conn, id: i64, role: Role) -> QueryResult<bool> {
    let changed = diesel::update(admins::table.find(id).filter(admins::role.ne(role)))
        .set(admins::role.eq(role))
        .execute(conn)?;
    if changed == 1 {
        sessions::end_all(conn, id)?;
    }
    Ok(changed == 1)
}

/// In which language somebody sees the console and gets its letters.
pub fn choose_language(conn: &mut Conn, id: i64, language: &Language) -> QueryResult<usize> {
    diesel::update(admins::table.find(id)).set(admins::language.eq(language)).execute(conn)
}

/// Seals up to `limit` rows behind `after` anew where they are under an old key. The last id seen, or none
/// at the end.
pub fn reseal(conn: &mut Conn, vault: &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>> {
    let rows: Vec<Admin> = admins::table
        .filter(admins::id.gt(after))
        .order(admins::id)
        .limit(limit)
        .select(Admin::as_select())
        .load(conn)?;
    for row in &rows {
        if let Some(email) = vault.reseal(EMAIL, &row.public_id, &row.email)? {
            diesel::update(admins::table.find(row.id)).set(admins::email.eq(email)).execute(conn)?;
        }
    }
    Ok(rows.last().map(|row| row.id))
}
