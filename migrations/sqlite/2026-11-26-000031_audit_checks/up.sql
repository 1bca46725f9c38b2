-- What reading the whole audit through found last: one row, so that a page needs to read only what came since.
CREATE TABLE audit_checks (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    checked_at TIMESTAMP NOT NULL,
    n_entries BIGINT NOT NULL,
    last_entry BIGINT NOT NULL,
    last_hash BLOB NOT NULL,
    broken_entry BIGINT
);
