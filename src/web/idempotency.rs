//! `Idempotency-Key`: a POST that is repeated within a day is answered as the first time and done once.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::Value;

use crate::{
    db::{Conn, Db, PublicId, execute_native, schema::idempotency_keys},
    subscribers::Mistake,
    vault::{Place, Sealed, Vault},
    web::{Failure, Web},
};

const ANSWER: Place = Place::new("idempotency_keys", "answer");
const LIFE: TimeDelta = TimeDelta::hours(24);
/// After so long nobody works on a claim any more: whoever did is dead.
const LEASE: TimeDelta = TimeDelta::minutes(1);

/// What a POST of the API answers, so that it can be kept and given again.
#[derive(Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// An answer with this as its JSON.
    pub fn new(status: StatusCode, body: &impl serde::Serialize) -> Result<Answer, Failure> {
        let body = serde_json::to_value(body).map_err(anyhow::Error::new)?;
        Ok(Answer { status, body })
    }

    /// The answer as it goes out.
    pub fn response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(&self.body)
    }
}

/// Does the work once for each key of each caller. The same key with another body is a conflict.
pub async fn once(
    db: &Db,
    request: &HttpRequest,
    caller: &str,
    body: &[u8],
    work: impl Future<Output = Result<Answer, Failure>>,
) -> Result<HttpResponse, Failure> {
    let web = Web::of(request)?;
    let Some(key) = request.headers().get("idempotency-key") else {
        return Ok(work.await?.response());
    };
    let place = format!("{} {}", request.method(), request.path());
    let key_hash =
        web.vault.mac("idempotency", &[caller.as_bytes(), place.as_bytes(), key.as_bytes()]).to_vec();
    let request_hash = web.vault.mac("idempotent request", &[body]).to_vec();
    let id = PublicId::random();
    let (now, hash) = (web.clock.now(), key_hash.clone());
    let claimed = db.write(move |conn| claim(conn, &id, &hash, &request_hash, now)).await?;
    match claimed {
        Claimed::First(id) => {
            let answer = work.await;
            let vault = web.vault.clone();
            let kept = answer.as_ref().ok().cloned();
            db.write(move |conn| settle(conn, &vault, &id, kept.as_ref())).await?;
            Ok(answer?.response())
        }
        Claimed::Again(id, status, sealed) => Ok(again(&web.vault, &id, status, &sealed)?.response()),
        Claimed::Running => Err(Failure::Conflict(Mistake::new("mistake-idempotency-running"))),
        Claimed::Other => Err(Failure::Conflict(Mistake::new("mistake-idempotency-other"))),
    }
}

enum Claimed {
    First(PublicId),
    Again(PublicId, i32, Sealed),
    Running,
    Other,
}

type Row = (PublicId, Vec<u8>, Option<i32>, Option<Sealed>);

fn claim(
    conn: &mut Conn,
    id: &PublicId,
    key_hash: &[u8],
    request_hash: &[u8],
    now: NaiveDateTime,
) -> Result<Claimed, Failure> {
    forget(conn, now)?;
    let row = (
        idempotency_keys::public_id.eq(id.clone()),
        idempotency_keys::key_hash.eq(key_hash.to_vec()),
        idempotency_keys::request_hash.eq(request_hash.to_vec()),
        idempotency_keys::created_at.eq(now),
    );
    let insert = diesel::insert_into(idempotency_keys::table).values(row).on_conflict_do_nothing();
    if execute_native(conn, insert)? == 1 {
        return Ok(Claimed::First(id.clone()));
    }
    let (known, hash, status, sealed): Row = idempotency_keys::table
        .filter(idempotency_keys::key_hash.eq(key_hash))
        .select((
            idempotency_keys::public_id,
            idempotency_keys::request_hash,
            idempotency_keys::status,
            idempotency_keys::answer,
        ))
        .first(conn)?;
    Ok(match (hash == request_hash, status, sealed) {
        (false, _, _) => Claimed::Other,
        (true, Some(status), Some(sealed)) => Claimed::Again(known, status, sealed),
        (true, _, _) if take_over(conn, &known, id, now)? => Claimed::First(id.clone()),
        (true, _, _) => Claimed::Running,
    })
}

/// Takes the claim of somebody who died at work. Under its new id, nothing that the dead still settle counts.
fn take_over(conn: &mut Conn, from: &PublicId, to: &PublicId, now: NaiveDateTime) -> QueryResult<bool> {
    let stale = idempotency_keys::table
        .filter(idempotency_keys::public_id.eq(from))
        .filter(idempotency_keys::status.is_null())
        .filter(idempotency_keys::created_at.lt(now - LEASE));
    let taken = (idempotency_keys::public_id.eq(to), idempotency_keys::created_at.eq(now));
    Ok(diesel::update(stale).set(taken).execute(conn)? == 1)
}

/// Keeps the answer, or forgets the key of work that failed so that it can be tried again.
fn settle(conn: &mut Conn, vault: &Vault, id: &PublicId, answer: Option<&Answer>) -> Result<(), Failure> {
    let this = idempotency_keys::table.filter(idempotency_keys::public_id.eq(id));
    match answer {
        Some(answer) => diesel::update(this)
            .set((
                idempotency_keys::status.eq(i32::from(answer.status.as_u16())),
                idempotency_keys::answer.eq(vault.seal(ANSWER, id, &answer.body.to_string())),
            ))
            .execute(conn)?,
        None => diesel::delete(this).execute(conn)?,
    };
    Ok(())
}

fn again(vault: &Vault, id: &PublicId, status: i32, sealed: &Sealed) -> Result<Answer, Failure> {
    let body = serde_json::from_str(&vault.unseal(ANSWER, id, sealed)?).map_err(anyhow::Error::new)?;
    let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    Ok(Answer { status: status.unwrap_or(StatusCode::OK), body })
}

/// Seals up to `limit` kept answers behind `after` anew where they are under an old key. The last id seen, or none
/// at the end.
pub fn reseal(conn: &mut Conn, vault: &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>> {
    let rows: Vec<(i64, PublicId, Option<Sealed>)> = idempotency_keys::table
        .filter(idempotency_keys::id.gt(after))
        .order(idempotency_keys::id)
        .limit(limit)
        .select((idempotency_keys::id, idempotency_keys::public_id, idempotency_keys::answer))
        .load(conn)?;
    for (id, public_id, answer) in &rows {
        let Some(sealed) = answer else { continue };
        if let Some(sealed) = vault.reseal(ANSWER, public_id, sealed)? {
            diesel::update(idempotency_keys::table.find(*id))
                .set(idempotency_keys::answer.eq(sealed))
                .execute(conn)?;
        }
    }
    Ok(rows.last().map(|(id, ..)| *id))
}

/// Forgets keys that are over a day old.
pub fn forget(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(now - LIFE))).execute(conn)
}
