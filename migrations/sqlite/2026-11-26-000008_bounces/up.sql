-- What came back of which message, each kind of report once for each message. The ids are those of rows that may be gone.
CREATE TABLE returned (
    id INTEGER PRIMARY KEY NOT NULL,
    delivery_id BIGINT,
    letter_id BIGINT,
    kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft', 'policy', 'complaint')),
    reply_code INTEGER,
    reply_status TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX returned_delivery ON returned (delivery_id, kind) WHERE delivery_id IS NOT NULL;
CREATE UNIQUE INDEX returned_letter ON returned (letter_id, kind) WHERE letter_id IS NOT NULL;
CREATE INDEX returned_created_at ON returned (created_at);

-- What webhooks brought, by a keyed hash, so that nothing is taken twice.
CREATE TABLE seen_calls (
    fingerprint BLOB PRIMARY KEY NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX seen_calls_created_at ON seen_calls (created_at);

-- What comes back to an address that somebody has left says nothing about the new one.
ALTER TABLE subscribers ADD COLUMN email_changed_at TIMESTAMP;
