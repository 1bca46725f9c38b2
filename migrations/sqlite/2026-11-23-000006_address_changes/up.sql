-- A subscriber asked to be written to elsewhere; `email` is the sealed new address, gone once it is decided or stale.
CREATE TABLE address_changes (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    email BLOB,
    state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'declined')),
    created_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP
);
CREATE INDEX address_changes_subscriber ON address_changes (subscriber_id);
CREATE INDEX address_changes_created_at ON address_changes (created_at);
