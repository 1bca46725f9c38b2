//! Who asked for a link to sign in, whether or not they are an admin.

use anyhow::Context;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    access::{admins, letters, sign_in_links},
    app::App,
    db::{Conn, schema::sign_in_requests},
    vault::BlindIndex,
};

/// How many links one admin gets in an hour; more requests are passed over in silence.
const LINKS_PER_HOUR: i64 = 5;

/// Notes that somebody asked.
pub fn add(conn: &mut Conn, index: &BlindIndex, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::insert_into(sign_in_requests::table)
        .values((sign_in_requests::email_index.eq(index), sign_in_requests::created_at.eq(now)))
        .execute(conn)
}

/// Sends a link to every admin among those who asked, and forgets that anybody asked. How many letters are due.
pub fn answer(app: &App) -> anyhow::Result<usize> {
    let nobody = app.db.read_blocking(|conn| sign_in_requests::table.count().get_result::<i64>(conn))? == 0;
    if nobody {
        return Ok(0);
    }
    let (links, vault, now) = (app.links.clone(), app.vault.clone(), app.clock.now());
    let letters = app.db.write_blocking(move |conn| -> QueryResult<usize> {
        let mut letters = 0;
        for (id, index) in waiting(conn)? {
            // On PostgreSQL another worker may have answered it since.
            if diesel::delete(sign_in_requests::table.find(id)).execute(conn)? == 0 {
                continue;
            }
            let admin = admins::find_by_index(conn, &index)?.filter(|admin| admin.disabled_at.is_none());
            let Some(admin) = admin else { continue };
            if sign_in_links::made_since(conn, admin.id, now - TimeDelta::hours(1))? < LINKS_PER_HOUR {
                letters::send_link(conn, &vault, &links, &admin, now)?;
                letters += 1;
            }
        }
        Ok(letters)
    });
    letters.context("answering who asked for a link to sign in")
}

fn waiting(conn: &mut Conn) -> QueryResult<Vec<(i64, BlindIndex)>> {
    sign_in_requests::table
        .order(sign_in_requests::id)
        .limit(500)
        .select((sign_in_requests::id, sign_in_requests::email_index))
        .load(conn)
}
