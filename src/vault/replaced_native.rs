//! What a restore keeps of the keys' proofs, from the database that it replaces: values that it brings along were
//! sealed there. Its rows are shown as `replaced.…`, so this is SQLite's alone.

use crate::db::{Conn, backup::Compared};
use diesel::{QueryResult, connection::SimpleConnection};

/// The table that [`keep_proofs`] looks at.
pub fn compared() -> [Compared; 1] {
    [Compared::whole("key_checks")]
}

/// Keeps the proofs of the keys that sealed there.
pub fn keep_proofs(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(
        "INSERT OR IGNORE INTO main.key_checks (key_id, purpose, proof, created_at)
         SELECT key_id, purpose, proof, created_at FROM replaced.key_checks",
    )
}
