//! One-time links that sign an admin in.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    access::admins::Admin,
    db::{
        Conn, PublicId,
        schema::{admins, sign_in_links},
    },
    subscribers::links::FRESH_LIFE,
};

/// How long a dead link is remembered, so that it gets its friendly page.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// Makes a link for somebody; those that they have stay good.
pub fn make(conn: &mut Conn, admin_id: i64, now: NaiveDateTime) -> QueryResult<PublicId> {
    let public_id = PublicId::random();
    diesel::insert_into(sign_in_links::table)
        .values((
            sign_in_links::public_id.eq(&public_id),
            sign_in_links::admin_id.eq(admin_id),
            sign_in_links::created_at.eq(now),
            sign_in_links::expires_at.eq(now + FRESH_LIFE),
        ))
        .execute(conn)?;
    Ok(public_id)
}

/// How many links somebody got since then.
pub fn made_since(conn: &mut Conn, admin_id: i64, since: NaiveDateTime) -> QueryResult<i64> {
    sign_in_links::table
        .filter(sign_in_links::admin_id.eq(admin_id))
        .filter(sign_in_links::created_at.gt(since))
        .count()
        .get_result(conn)
}

/// Whether a link would still sign somebody in.
pub fn is_good(conn: &mut Conn, link: &PublicId, now: NaiveDateTime) -> QueryResult<bool> {
    let good = sign_in_links::table
        .inner_join(admins::table)
        .filter(sign_in_links::public_id.eq(link))
        .filter(sign_in_links::used_at.is_null())
        .filter(sign_in_links::expires_at.gt(now))
        .filter(admins::disabled_at.is_null());
    Ok(good.count().get_result::<i64>(conn)? == 1)
}

/// Uses a link up. Whom it signs in; nobody when it was used, is stale, or its admin is disabled.
pub fn spend(conn: &mut Conn, link: &PublicId, now: NaiveDateTime) -> QueryResult<Option<Admin>> {
    let unused = sign_in_links::table
        .filter(sign_in_links::public_id.eq(link))
        .filter(sign_in_links::used_at.is_null())
        .filter(sign_in_links::expires_at.gt(now));
    // Zero rows: somebody else used it between a look and this.
    if diesel::update(unused).set(sign_in_links::used_at.eq(now)).execute(conn)? == 0 {
        return Ok(None);
    }
    sign_in_links::table
        .inner_join(admins::table)
        .filter(sign_in_links::public_id.eq(link))
        .filter(admins::disabled_at.is_null())
        .select(Admin::as_select())
        .first(conn)
        .optional()
}

/// Forgets links that died long ago.
pub fn forget_old(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(sign_in_links::table.filter(sign_in_links::expires_at.lt(now - REMEMBERED))).execute(conn)
}
