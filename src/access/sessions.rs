//! Sessions as rows. Only a hash of what the browser holds is here.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    access::{
        admins::Admin,
        cookie::ABSOLUTE,
        secret::{RandomSecret, SecretHash},
    },
    db::{
        Conn,
        schema::{admins, sessions},
    },
};

/// Begins a session under a new secret, whatever the browser held before.
pub fn begin(conn: &mut Conn, admin_id: i64, now: NaiveDateTime) -> QueryResult<RandomSecret> {
    let secret = RandomSecret::random();
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(secret.hash()),
            sessions::admin_id.eq(admin_id),
            sessions::created_at.eq(now),
            sessions::expires_at.eq(now + ABSOLUTE),
        ))
        .execute(conn)?;
    diesel::update(admins::table.find(admin_id)).set(admins::signed_in_at.eq(now)).execute(conn)?;
    Ok(secret)
}

/// Whose session this is, while it lasts and they may sign in.
pub fn find(conn: &mut Conn, hash: &SecretHash, now: NaiveDateTime) -> QueryResult<Option<Admin>> {
    sessions::table
        .inner_join(admins::table)
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::expires_at.gt(now))
        .filter(admins::disabled_at.is_null())
        .select(Admin::as_select())
        .first(conn)
        .optional()
}

/// Ends one session.
pub fn end(conn: &mut Conn, hash: &SecretHash) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash))).execute(conn)
}

/// Ends every session of somebody.
pub fn end_all(conn: &mut Conn, admin_id: i64) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::admin_id.eq(admin_id))).execute(conn)
}

/// Forgets the sessions that are over.
pub fn forget_expired(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(conn)
}
