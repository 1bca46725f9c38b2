//! What a restore keeps of the people of the database that it replaces: who must not be written to, who left, and who
//! is written to elsewhere now. Its rows are shown as `replaced.…`, so this is SQLite's alone.

use chrono::NaiveDateTime;
use diesel::{
    QueryResult, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Binary,
    sql_types::Timestamp,
};

use crate::{
    db::{Conn, backup::Compared},
    vault::BlindIndex,
};

/// The tables that [`keep`] looks at.
pub fn compared() -> [Compared; 2] {
    [Compared::whole("subscribers"), Compared::whole("suppressions")]
}

/// Every suppression, and the longer of two.
const SUPPRESSIONS: &str = "
    INSERT INTO main.suppressions (email_index, reason, index_key, until, created_at)
    SELECT email_index, reason, index_key, until, created_at FROM replaced.suppressions WHERE true
    ON CONFLICT (email_index, reason) DO UPDATE SET until =
        CASE WHEN suppressions.until IS NULL OR excluded.until IS NULL THEN NULL
             ELSE max(suppressions.until, excluded.until) END";

/// Whoever is written to at another address since, and that address is somebody else's in the backup: nobody can say
/// who they are now, so nobody writes to them.
const ENTANGLED: &str = "
    UPDATE main.subscribers SET status = 'left', left_at = ?, paused_until = NULL
    WHERE status IN ('active', 'paused') AND EXISTS (
        SELECT 1 FROM replaced.subscribers AS now
        JOIN main.subscribers AS other ON other.email_index = now.email_index AND other.public_id <> now.public_id
        WHERE now.public_id = subscribers.public_id AND now.email_index <> subscribers.email_index)";

/// Whoever is written to at another address since. The address is sealed for the person, who is the same.
const MOVED: &str = "
    UPDATE main.subscribers SET email = now.email, email_index = now.email_index
    FROM replaced.subscribers AS now
    WHERE now.public_id = subscribers.public_id AND now.email_index <> subscribers.email_index
    AND NOT EXISTS (SELECT 1 FROM main.subscribers AS other WHERE other.email_index = now.email_index)";

/// Whoever left, could not be reached, complained or rests since; and no link that was revoked works again.
const GONE: &str = "
    UPDATE main.subscribers SET status = now.status, paused_until = now.paused_until,
        left_at = coalesce(now.left_at, subscribers.left_at), updated_at = now.updated_at
    FROM replaced.subscribers AS now
    WHERE now.email_index = subscribers.email_index AND now.status <> 'active'
    AND subscribers.status IN ('active', 'paused');
    UPDATE main.subscribers SET link_generation = now.link_generation
    FROM replaced.subscribers AS now
    WHERE now.public_id = subscribers.public_id AND now.link_generation > subscribers.link_generation";

/// Whoever came and left since stays known, so that no import brings them back.
const UNKNOWN: &str = "
    INSERT INTO main.subscribers (public_id, email, email_index, name, help, status, paused_until, reading,
        first_language, cadence, country, came_from, link_generation, fates, confirmed_at, left_at, created_at, updated_at)
    SELECT public_id, email, email_index, name, help, status, paused_until, reading,
        first_language, cadence, country, came_from, link_generation, fates, confirmed_at, left_at, created_at, updated_at
    FROM replaced.subscribers AS now
    WHERE now.status NOT IN ('active', 'paused') AND NOT EXISTS (
        SELECT 1 FROM main.subscribers AS known
        WHERE known.email_index = now.email_index OR known.public_id = now.public_id)";

/// A suppression of the replaced database says what the person is.
const SUPPRESSED: &str = "
    UPDATE main.subscribers SET paused_until = NULL, status = CASE
        WHEN suppressed.complained THEN 'complained' WHEN suppressed.unreachable THEN 'unreachable' ELSE 'left' END
    FROM (SELECT email_index, max(reason = 'complained') AS complained, max(reason = 'unreachable') AS unreachable
          FROM replaced.suppressions
          WHERE reason <> 'declined' AND (until IS NULL OR until > ?) GROUP BY email_index) AS suppressed
    WHERE suppressed.email_index = subscribers.email_index AND subscribers.status IN ('active', 'paused')";

/// Of those whom the replaced database has erased, everybody who is in the backup, be it only by a letter.
const ERASED: &str = "
    SELECT email_index FROM replaced.suppressions WHERE reason = 'erased' AND (
        email_index IN (SELECT email_index FROM main.subscribers)
        OR email_index IN (SELECT email_index FROM main.signups)
        OR email_index IN (SELECT recipient_index FROM main.letters))";

/// Keeps what the replaced database knows of people.
pub fn keep(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<()> {
    let Conn::Sqlite(conn) = conn else { return Ok(()) };
    conn.batch_execute(SUPPRESSIONS)?;
    sql_query(ENTANGLED).bind::<Timestamp, _>(now).execute(conn)?;
    conn.batch_execute(MOVED)?;
    conn.batch_execute(GONE)?;
    conn.batch_execute(UNKNOWN)?;
    sql_query(SUPPRESSED).bind::<Timestamp, _>(now).execute(conn)?;
    Ok(())
}

/// Whom the replaced database has erased, and the backup still knows.
pub fn erased_since(conn: &mut Conn) -> QueryResult<Vec<BlindIndex>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Binary)]
        email_index: BlindIndex,
    }
    let Conn::Sqlite(conn) = conn else { return Ok(Vec::new()) };
    let rows: Vec<Row> = sql_query(ERASED).load(conn)?;
    Ok(rows.into_iter().map(|row| row.email_index).collect())
}
