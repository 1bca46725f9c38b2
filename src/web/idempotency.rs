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

/// Does work of one unit once for each key of each caller. The answer is kept by the same commit, so that the work is
/// done if and only if a repetition finds it. The same key with another body is a conflict.
///
/// # Errors
/// Those of the work, which is then undone and may be tried again with the same key.
pub async fn once(
    db: &Db,
    request: &HttpRequest,
    caller: &str,
    body: &[u8],
    unit: impl FnOnce(&mut Conn) -> Result<Answer, Failure> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let Some(key) = Key::of(request, caller, body)? else {
        return Ok(db.write(unit).await?.response());
    };
    let done = db.write(move |conn| match claim(conn, &key)? {
        Claimed::First => {
            let answer = unit(conn)?;
            keep(conn, &key, &answer)?;
            Ok::<_, Failure>(answer)
        }
        Claimed::Again(answer) => Ok(answer),
    });
    Ok(done.await?.response())
}

/// The same for work that takes several units or asks the network. A process that dies after the work and before its
/// answer is kept leaves a claim behind, and a minute later the same key does the work again: it must bear that.
///
/// # Errors
/// Those of the work, which may be tried again with the same key.
pub async fn once_in_steps(
    db: &Db,
    request: &HttpRequest,
    caller: &str,
    body: &[u8],
    work: impl Future<Output = Result<Answer, Failure>>,
) -> Result<HttpResponse, Failure> {
    let Some(key) = Key::of(request, caller, body)? else {
        return Ok(work.await?.response());
    };
    let claimed = key.clone();
    if let Claimed::Again(answer) = db.write(move |conn| claim(conn, &claimed)).await? {
        return Ok(answer.response());
    }
    let answer = work.await;
    let kept = answer.as_ref().ok().cloned();
    let settle = move |conn: &mut Conn| match kept {
        Some(answer) => keep(conn, &key, &answer),
        None => give_up(conn, &key),
    };
    db.write(settle).await?;
    Ok(answer?.response())
}

/// The key of a request, and what tells a repetition from another request.
#[derive(Clone)]
struct Key {
    /// Of the claim that this request makes.
    id: PublicId,
    key_hash: Vec<u8>,
    request_hash: Vec<u8>,
    vault: Vault,
    now: NaiveDateTime,
}

impl Key {
    fn of(request: &HttpRequest, caller: &str, body: &[u8]) -> Result<Option<Key>, Failure> {
        let web = Web::of(request)?;
        let Some(key) = request.headers().get("idempotency-key") else { return Ok(None) };
        let place = format!("{} {}", request.method(), request.path());
        let parts = [caller.as_bytes(), place.as_bytes(), key.as_bytes()];
        Ok(Some(Key {
            id: PublicId::random(),
            key_hash: web.vault.mac("idempotency", &parts).to_vec(),
            request_hash: web.vault.mac("idempotent request", &[body]).to_vec(),
            vault: web.vault.clone(),
            now: web.clock.now(),
        }))
    }
}

enum Claimed {
    First,
    Again(Answer),
}

type Row = (PublicId, Vec<u8>, Option<i32>, Option<Sealed>);

/// Claims the key, or finds what was answered to it before.
///
/// # Errors
/// The key came with another body, or somebody is at work on it.
fn claim(conn: &mut Conn, key: &Key) -> Result<Claimed, Failure> {
    let this = idempotency_keys::table.filter(idempotency_keys::key_hash.eq(&key.key_hash));
    diesel::delete(this.filter(idempotency_keys::created_at.lt(key.now - LIFE))).execute(conn)?;
    let row = (
        idempotency_keys::public_id.eq(key.id.clone()),
        idempotency_keys::key_hash.eq(key.key_hash.clone()),
        idempotency_keys::request_hash.eq(key.request_hash.clone()),
        idempotency_keys::created_at.eq(key.now),
    );
    let insert = diesel::insert_into(idempotency_keys::table).values(row).on_conflict_do_nothing();
    if execute_native(conn, insert)? == 1 {
        return Ok(Claimed::First);
    }
    let (known, hash, status, sealed): Row = idempotency_keys::table
        .filter(idempotency_keys::key_hash.eq(&key.key_hash))
        .select((
            idempotency_keys::public_id,
            idempotency_keys::request_hash,
            idempotency_keys::status,
            idempotency_keys::answer,
        ))
        .first(conn)?;
    match (hash == key.request_hash, status, sealed) {
        (false, _, _) => Err(Failure::Conflict(Mistake::new("mistake-idempotency-other"))),
        (true, Some(status), Some(sealed)) => Ok(Claimed::Again(again(&key.vault, &known, status, &sealed)?)),
        (true, _, _) if take_over(conn, &known, key)? => Ok(Claimed::First),
        (true, _, _) => Err(Failure::Conflict(Mistake::new("mistake-idempotency-running"))),
    }
}

/// Takes the claim of somebody who died at work. Under its new id, nothing that the dead still settle counts.
fn take_over(conn: &mut Conn, from: &PublicId, key: &Key) -> QueryResult<bool> {
    let stale = idempotency_keys::table
        .filter(idempotency_keys::public_id.eq(from))
        .filter(idempotency_keys::status.is_null())
        .filter(idempotency_keys::created_at.lt(key.now - LEASE));
    let taken = (idempotency_keys::public_id.eq(&key.id), idempotency_keys::created_at.eq(key.now));
    Ok(diesel::update(stale).set(taken).execute(conn)? == 1)
}

/// Keeps the answer for whoever asks again.
fn keep(conn: &mut Conn, key: &Key, answer: &Answer) -> Result<(), Failure> {
    diesel::update(idempotency_keys::table.filter(idempotency_keys::public_id.eq(&key.id)))
        .set((
            idempotency_keys::status.eq(i32::from(answer.status.as_u16())),
            idempotency_keys::answer.eq(key.vault.seal(ANSWER, &key.id, &answer.body.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets the key of work that failed, so that it can be tried again.
fn give_up(conn: &mut Conn, key: &Key) -> Result<(), Failure> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::public_id.eq(&key.id))).execute(conn)?;
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

/// Forgets up to `limit` keys that are over a day old; how many.
pub fn forget(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> QueryResult<usize> {
    let old: Vec<i64> = idempotency_keys::table
        .filter(idempotency_keys::created_at.lt(now - LIFE))
        .limit(limit)
        .select(idempotency_keys::id)
        .load(conn)?;
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::id.eq_any(old))).execute(conn)
}
