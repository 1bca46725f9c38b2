//! Units of work: each whole or not at all, and none at the cost of another.

use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::Poll;

use diesel::{Connection, QueryResult, result::Error};
use hudhud::db::{Conn, Db};

use super::{Bare, bare, count, run};

fn with_rows() -> Bare {
    let bare = bare();
    bare.db.write_blocking(|conn| run(conn, "CREATE TABLE rows (n BIGINT NOT NULL UNIQUE)")).unwrap();
    bare
}

fn n_rows(db: &Db) -> i64 {
    db.read_blocking(|conn| count(conn, "rows")).unwrap()
}

fn insert(n: i64) -> impl FnOnce(&mut Conn) -> QueryResult<usize> + Send + 'static {
    move |conn| run(conn, &format!("INSERT INTO rows VALUES ({n})"))
}

/// A unit that says when it has begun, and ends when it is told to.
fn gate() -> (impl FnOnce(&mut Conn) -> QueryResult<()> + Send + 'static, Receiver<()>, Sender<()>) {
    let ((began, has_begun), (end, may_end)) = (channel(), channel());
    let unit = move |_: &mut Conn| {
        began.send(()).unwrap();
        may_end.recv().unwrap();
        Ok(())
    };
    (unit, has_begun, end)
}

#[test]
fn threads_that_read_and_then_write_all_succeed() {
    let bare = with_rows();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let db = &bare.db;
            scope.spawn(move || {
                for n in 0..25 {
                    db.write_blocking(move |conn| {
                        count(conn, "rows")?;
                        insert(thread * 25 + n)(conn)
                    })
                    .unwrap();
                }
            });
        }
    });
    assert_eq!(n_rows(&bare.db), 200);
}

#[tokio::test]
async fn a_unit_that_fails_or_panics_takes_nothing_of_the_others_with_it() {
    let bare = with_rows();
    let (waits, has_begun, end) = gate();
    let first = tokio::spawn({
        let db = bare.db.clone();
        async move { db.write(waits).await }
    });
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    // All of these wait for the first, and on SQLite share a commit.
    let units: Vec<_> = (0..30)
        .map(|n| {
            let db = bare.db.clone();
            tokio::spawn(async move {
                db.write(move |conn| {
                    insert(n)(conn)?;
                    match n % 3 {
                        0 => Ok(()),
                        1 => Err(Error::NotFound),
                        _ => conn.transaction(|_| panic!("on purpose, inside a savepoint of its own")),
                    }
                })
                .await
            })
        })
        .collect();
    tokio::task::yield_now().await;
    end.send(()).unwrap();
    first.await.unwrap().unwrap();
    for (n, unit) in units.into_iter().enumerate() {
        assert_eq!(unit.await.unwrap().is_ok(), n % 3 == 0, "{n}");
    }
    assert_eq!(n_rows(&bare.db), 10);
}

#[tokio::test]
async fn a_unit_whose_caller_has_gone_is_still_whole() {
    let bare = with_rows();
    let (waits, has_begun, end) = gate();
    let caller = tokio::spawn({
        let db = bare.db.clone();
        async move {
            db.write(move |conn| {
                insert(1)(conn)?;
                waits(conn)?;
                insert(2)(conn)
            })
            .await
        }
    });
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    end.send(()).unwrap();
    bare.db.write(insert(3)).await.unwrap();
    while n_rows(&bare.db) < 3 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_one_writer_answers_only_when_the_commit_is_done() {
    let bare = with_rows();
    if bare.db.is_shared() {
        return; // every unit has a transaction of its own
    }
    let db = &bare.db;
    let (first, first_began, end_first) = gate();
    let (last, last_began, end_last) = gate();
    let first = queued(db.write(first)).await;
    first_began.recv().unwrap();
    // What waits while one batch runs is the next.
    let mut inserted = queued(db.write(insert(1))).await;
    let last = queued(db.write(last)).await;
    end_first.send(()).unwrap();
    last_began.recv().unwrap();
    assert!(is_pending(&mut inserted).await, "the insert has run, but nothing is durable");
    assert_eq!(n_rows(db), 0);
    end_last.send(()).unwrap();
    first.await.unwrap();
    assert_eq!(inserted.await.unwrap(), 1);
    last.await.unwrap();
    assert_eq!(n_rows(db), 1);
}

#[tokio::test]
async fn a_failed_commit_fails_its_whole_batch_and_the_next_one_works() {
    let bare = with_rows();
    let tables = "CREATE TABLE children (n BIGINT REFERENCES rows (n) DEFERRABLE INITIALLY DEFERRED)";
    bare.db.write(move |conn| run(conn, tables)).await.unwrap();
    let db = &bare.db;
    let (first, first_began, end_first) = gate();
    let first = queued(db.write(first)).await;
    first_began.recv().unwrap();
    let orphan = queued(db.write(|conn| run(conn, "INSERT INTO children VALUES (7)"))).await;
    let innocent = queued(db.write(insert(1))).await;
    end_first.send(()).unwrap();
    assert!(orphan.await.is_err());
    assert!(first.await.is_ok(), "it was alone in its batch");
    assert_eq!(innocent.await.is_ok(), db.is_shared(), "on SQLite it shared a commit with the orphan");
    assert_eq!(n_rows(db), i64::from(db.is_shared()), "what failed is not there");
    db.write(insert(2)).await.unwrap();
}

type Queued<'a, T> = Pin<Box<dyn Future<Output = QueryResult<T>> + 'a>>;

/// Hands a unit over without waiting for its answer.
async fn queued<'a, T>(unit: impl Future<Output = QueryResult<T>> + 'a) -> Queued<'a, T> {
    let mut unit: Queued<T> = Box::pin(unit);
    assert!(is_pending(&mut unit).await);
    unit
}

async fn is_pending<T>(unit: &mut Queued<'_, T>) -> bool {
    std::future::poll_fn(|context| Poll::Ready(unit.as_mut().poll(context).is_pending())).await
}

#[test]
fn who_reads_can_not_write() {
    let bare = with_rows();
    assert!(bare.db.read_blocking(insert(1)).is_err());
    assert_eq!(n_rows(&bare.db), 0);
}

#[test]
fn errors_do_not_repeat_what_was_stored() {
    let bare = bare();
    bare.db.write_blocking(|conn| run(conn, "CREATE TABLE people (email TEXT NOT NULL UNIQUE)")).unwrap();
    let insert = || {
        bare.db.write_blocking(|conn| {
            use diesel::{RunQueryDsl, sql_query, sql_types::Text};
            let statement = match conn {
                Conn::Postgres(_) => "INSERT INTO people VALUES ($1)",
                Conn::Sqlite(_) => "INSERT INTO people VALUES (?)",
            };
            sql_query(statement).bind::<Text, _>("layla@example.org").execute(conn)
        })
    };
    insert().unwrap();
    let error = insert().unwrap_err();
    let told = format!("{error} {error:?}");
    assert!(!told.contains("layla"), "{told}");
}
