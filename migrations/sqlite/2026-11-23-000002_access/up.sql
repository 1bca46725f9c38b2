CREATE TABLE admins (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    email BLOB NOT NULL,
    email_index BLOB NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    language TEXT NOT NULL,
    disabled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    signed_in_at TIMESTAMP
);

-- Who asked for a sign-in link, before anybody looks whether that is an admin: the answer takes the same time for all.
CREATE TABLE sign_in_requests (
    id INTEGER PRIMARY KEY NOT NULL,
    email_index BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE sign_in_links (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    admin_id BIGINT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX sign_in_links_admin ON sign_in_links (admin_id);

-- When a session was last used stands in its signed cookie: reading a page writes nothing.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    admin_id BIGINT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_admin ON sessions (admin_id);

CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'send')),
    token_hash BLOB NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);

-- `answer` is sealed: it may repeat an address that the caller sent.
CREATE TABLE idempotency_keys (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    key_hash BLOB NOT NULL UNIQUE,
    request_hash BLOB NOT NULL,
    status INTEGER,
    answer BLOB,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);

-- What must reach the admins from below: a row that `access` sweeps into letters. `detail` is JSON without addresses.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    swept_at TIMESTAMP
);

-- Append-only and hash-chained; never an address.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL UNIQUE
);
