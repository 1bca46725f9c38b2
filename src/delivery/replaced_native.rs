//! What a restore keeps of the mails of the database that it replaces: what has gone since the backup goes to nobody a
//! second time. Its rows are shown as `replaced.…`, so this is SQLite's alone.

use diesel::{
    QueryResult, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Nullable,
    sql_types::Text,
};

use crate::db::{Conn, backup::Compared};

/// What the backup leaves open, in SQL for the other database: its issues, and how old its oldest letter is.
const OPEN: &str = "
    SELECT (SELECT group_concat('''' || public_id || '''') FROM dispatches WHERE finished_at IS NULL) AS dispatches,
           (SELECT min(created_at) FROM letters WHERE state IN ('due', 'leased', 'in_data', 'held')) AS letters_from";

/// A delivery is found again by its issue and its reader.
const DELIVERIES: &str = "
    UPDATE main.deliveries SET state = since.state, uncertain = since.uncertain, attempts = since.attempts,
        due_at = since.due_at, owner = since.owner, reply_code = since.reply_code,
        reply_status = since.reply_status, message_date = since.message_date
    FROM (SELECT mine.id AS mine, theirs.* FROM main.deliveries AS mine
          JOIN main.dispatches AS issue ON issue.id = mine.dispatch_id AND issue.finished_at IS NULL
          JOIN main.subscribers AS reader ON reader.id = mine.subscriber_id
          JOIN replaced.dispatches AS their_issue ON their_issue.public_id = issue.public_id
          JOIN replaced.subscribers AS their_reader ON their_reader.public_id = reader.public_id
          JOIN replaced.deliveries AS theirs
              ON theirs.dispatch_id = their_issue.id AND theirs.subscriber_id = their_reader.id
          WHERE mine.state IN ('due', 'leased', 'in_data', 'held')) AS since
    WHERE since.mine = deliveries.id;
    DELETE FROM main.tallies
    WHERE dispatch_id IN (SELECT id FROM main.dispatches WHERE finished_at IS NULL);
    INSERT INTO main.tallies (dispatch_id, worker, second, n_sent)
    SELECT dispatch_id, '', 0, COUNT(*) FROM main.deliveries
    WHERE state = 'sent' AND dispatch_id IN (SELECT id FROM main.dispatches WHERE finished_at IS NULL)
    GROUP BY dispatch_id;
    UPDATE main.dispatches SET state = since.state, finished_at = since.finished_at
    FROM replaced.dispatches AS since
    WHERE since.public_id = dispatches.public_id AND dispatches.finished_at IS NULL
    AND since.state IN ('done', 'cancelled')";

/// Nobody comes back to an issue that is over. Whoever still waits for it here has no delivery there: they were erased
/// since, or had left when its readers were counted.
const OVER: &str = "
    UPDATE main.deliveries SET state = 'skipped', uncertain = uncertain OR state IN ('in_data', 'held'), owner = NULL
    WHERE state IN ('due', 'leased', 'in_data', 'held')
    AND dispatch_id IN (SELECT id FROM main.dispatches WHERE finished_at IS NOT NULL)";

const LETTERS: &str = "
    UPDATE main.letters SET state = since.state, uncertain = since.uncertain, attempts = since.attempts,
        due_at = since.due_at, owner = since.owner, reply_code = since.reply_code,
        reply_status = since.reply_status, skipped_why = since.skipped_why, message_id = since.message_id,
        message_date = since.message_date, sent_at = since.sent_at
    FROM replaced.letters AS since
    WHERE since.public_id = letters.public_id AND letters.state IN ('due', 'leased', 'in_data', 'held');
    UPDATE main.letters SET state = 'skipped', skipped_why = 'moved'
    WHERE state IN ('due', 'leased', 'held') AND recipient_kind = 'subscriber' AND recipient_index <>
        (SELECT email_index FROM main.subscribers WHERE subscribers.id = letters.subscriber_id)";

/// The rows that [`keep_fates`] looks at, after what the copy of the backup leaves open.
pub fn compared(copy: &mut Conn) -> QueryResult<Vec<Compared>> {
    #[derive(QueryableByName)]
    struct Open {
        #[diesel(sql_type = Nullable<Text>)]
        dispatches: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        letters_from: Option<String>,
    }
    let Conn::Sqlite(copy) = copy else { return Ok(Vec::new()) };
    let open: Open = sql_query(OPEN).get_result(copy)?;
    let dispatches = open.dispatches.map_or("false".to_owned(), |ids| format!("public_id IN ({ids})"));
    let letters = open.letters_from.map_or("false".to_owned(), |from| format!("created_at >= '{from}'"));
    let theirs = format!("dispatch_id IN (SELECT id FROM dispatches WHERE {dispatches})");
    Ok(vec![
        Compared { table: "dispatches", condition: dispatches },
        Compared { table: "deliveries", condition: theirs },
        Compared { table: "letters", condition: letters },
    ])
}

/// Lets what waits in the backup be where it is in the replaced database.
pub fn keep_fates(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(DELIVERIES)?;
    conn.batch_execute(OVER)?;
    conn.batch_execute(LETTERS)
}
