//! What the database that is replaced knows better than the backup.

use anyhow::Context;
use chrono::NaiveDateTime;

use crate::db::{
    Conn,
    backup::{Compared, Copy, Target},
};
use crate::subscribers::{erasure, store};
use crate::vault::{BlindIndex, Vault};
use crate::{access, delivery, subscribers, vault};

/// Somebody whose row is gone has no number.
const NOBODY: i64 = 0;

/// Keeps in the copy what the replaced database knows of who must not be written to, of what has gone out already, and
/// of who may enter.
pub(super) fn merge(
    copy: &mut Copy,
    target: &mut Target,
    vault: &Vault,
    now: NaiveDateTime,
) -> anyhow::Result<()> {
    // The readers of started issues are counted before anything is known of them, so that everybody has a row.
    delivery::count_all_readers(copy.conn(), now)?;
    let mut compared: Vec<Compared> = delivery::replaced_native::compared(copy.conn())?;
    compared.extend(vault::replaced_native::compared());
    compared.extend(subscribers::replaced_native::compared());
    compared.extend(access::replaced_native::compared());
    copy.compare_with(target, &compared)?;
    let conn = copy.conn();
    vault::replaced_native::keep_proofs(conn).context("keeping the keys' proofs")?;
    for index in subscribers::replaced_native::erased_since(conn)? {
        erase(conn, vault, &index, now).context("erasing again who was erased")?;
    }
    subscribers::replaced_native::keep(conn, now).context("keeping who left")?;
    delivery::replaced_native::keep_fates(conn).context("keeping what was sent")?;
    access::replaced_native::keep(conn).context("keeping who may enter")?;
    copy.compared()
}

fn erase(conn: &mut Conn, vault: &Vault, index: &BlindIndex, now: NaiveDateTime) -> anyhow::Result<()> {
    let person = store::find_by_index(conn, index)?;
    delivery::forget_person(conn, index, person.as_ref().map_or(NOBODY, |person| person.id))?;
    match person {
        Some(person) => erasure::erase(conn, vault, &person, now)?,
        None => erasure::forget_signups(conn, index)?,
    }
    Ok(())
}
