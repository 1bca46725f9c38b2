//! What a restore keeps of who may enter, from the database that it replaces: nobody who was locked out since gets in
//! again, and what was done since stays in the audit. Its rows are shown as `replaced.…`, so this is SQLite's alone.

use diesel::{QueryResult, connection::SimpleConnection};

use crate::db::{Conn, backup::Compared};

/// Sessions and links to sign in of the backup's time are over.
const LOCK_OUT: &str = "
    DELETE FROM main.sessions;
    DELETE FROM main.sign_in_links;
    DELETE FROM main.sign_in_requests;
    DELETE FROM main.idempotency_keys;
    UPDATE main.letters SET state = 'skipped', skipped_why = 'restored'
    WHERE name = 'sign_in' AND state IN ('due', 'leased', 'held')";

/// Roles, and who was locked out or admitted since.
const ADMINS: &str = "
    UPDATE main.admins SET role = now.role, disabled_at = now.disabled_at
    FROM replaced.admins AS now WHERE now.email_index = admins.email_index;
    INSERT INTO main.admins (public_id, email, email_index, role, language, disabled_at, created_at, signed_in_at)
    SELECT public_id, email, email_index, role, language, disabled_at, created_at, signed_in_at
    FROM replaced.admins AS now
    WHERE NOT EXISTS (SELECT 1 FROM main.admins AS known
                      WHERE known.email_index = now.email_index OR known.public_id = now.public_id);
    UPDATE main.api_tokens SET revoked_at = now.revoked_at
    FROM replaced.api_tokens AS now
    WHERE now.public_id = api_tokens.public_id AND now.revoked_at IS NOT NULL AND api_tokens.revoked_at IS NULL";

/// Where the replaced audit goes on from the backup's last entry, what follows is taken over: the chain holds.
const AUDIT: &str = "
    INSERT INTO main.audit (id, at, actor, action, subject, detail, previous_hash, hash)
    SELECT since.id, since.at, since.actor, since.action, since.subject, since.detail, since.previous_hash, since.hash
    FROM replaced.audit AS since, (SELECT id, hash FROM main.audit ORDER BY id DESC LIMIT 1) AS last
    WHERE since.id > last.id AND EXISTS (
        SELECT 1 FROM replaced.audit AS same WHERE same.id = last.id AND same.hash = last.hash)
    ORDER BY since.id";

/// The tables that [`keep`] looks at.
pub fn compared() -> [Compared; 3] {
    [Compared::whole("admins"), Compared::whole("api_tokens"), Compared::whole("audit")]
}

/// Ends every session and every link to sign in.
pub fn lock_out(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(LOCK_OUT)
}

/// Keeps what the replaced database knows of admins, tokens and what they did.
pub fn keep(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(ADMINS)?;
    conn.batch_execute(AUDIT)
}
