//! A unit of work: what one caller wants to do to the database, all of it or nothing.

use super::Conn;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error};
use std::panic::{AssertUnwindSafe, catch_unwind};

type Manager = <Conn as Connection>::TransactionManager;

/// Runs a unit inside the transaction that is open, in a savepoint of its own. Its error or its panic takes back
/// what it did, and nothing else.
pub(super) fn in_savepoint<T, E: From<Error>>(
    conn: &mut Conn,
    unit: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let around = depth(conn)?;
    Manager::begin_transaction(conn)?;
    finish(conn, around, unit)
}

/// Runs a unit as all of the transaction that is open, and leaves it open. Its error or its panic ends it.
pub(super) fn in_all_of_it<T, E: From<Error>>(
    conn: &mut Conn,
    unit: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let done = caught(conn, unit);
    if done.is_err() {
        roll_back(conn, 0);
    }
    done
}

/// Runs a unit in a transaction of its own on PostgreSQL.
pub(super) fn in_transaction<T, E: From<Error>>(
    conn: &mut Conn,
    unit: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    if let Conn::Postgres(conn) = conn {
        AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN READ WRITE")?;
    }
    finish(conn, 0, unit)
}

/// Runs a unit that only reads, or of which one statement writes.
pub(super) fn alone<T, E: From<Error>>(
    conn: &mut Conn,
    unit: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    caught(conn, unit)
}

/// How many transactions and savepoints are open.
pub(super) fn depth(conn: &mut Conn) -> QueryResult<u32> {
    let depth = Manager::transaction_manager_status_mut(conn).transaction_depth()?;
    Ok(depth.map_or(0, |depth| depth.get()))
}

/// The same error once more, for each of those that it concerns.
pub(super) fn again(error: &Error) -> Error {
    match error {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection, told) => closed(told.message()),
        other => Error::QueryBuilderError(other.to_string().into()),
    }
}

/// Somebody else changed meanwhile what a unit that sees one state wanted to change.
pub(super) fn was_disturbed(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _)))
}

/// The database can't be reached.
pub(super) fn closed(reason: &str) -> Error {
    Error::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(reason.to_owned()))
}

/// A unit panicked; the panic hook has already said where.
pub(super) fn panicked() -> Error {
    Error::QueryBuilderError("a unit of work panicked".into())
}

fn finish<T, E: From<Error>>(
    conn: &mut Conn,
    around: u32,
    unit: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    match caught(conn, unit) {
        Ok(value) => {
            Manager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            roll_back(conn, around);
            Err(error)
        }
    }
}

/// Down to the transactions `around`: a panic leaves the savepoints open that the unit itself had opened.
fn roll_back(conn: &mut Conn, around: u32) {
    while depth(conn).is_ok_and(|depth| depth > around) {
        if Manager::rollback_transaction(conn).is_err() {
            break;
        }
    }
}

fn caught<T, E: From<Error>>(conn: &mut Conn, unit: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(|| unit(conn))).unwrap_or_else(|_| Err(panicked().into()))
}
