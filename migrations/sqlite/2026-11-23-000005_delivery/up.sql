-- Workers alive. A row taken by an owner who is not here any more, or who was not seen for a while, is taken over:
-- `seen_at` is the lease of everything that a worker holds.
CREATE TABLE workers (
    id TEXT PRIMARY KEY NOT NULL,
    started_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);

-- How the mail server fares: nothing is claimed before `wait_until`. One row, shared by all workers.
CREATE TABLE relays (
    name TEXT PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    wait_until TIMESTAMP,
    reason TEXT
);

-- One started issue. `issue_id` belongs to `issues`; delivery knows no more of it than its id.
-- `watched_from`: the breaker counts what was settled since (the start, or the last time that somebody resumed).
CREATE TABLE dispatches (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    issue_id BIGINT NOT NULL UNIQUE REFERENCES issues (id),
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'done')),
    reason TEXT,
    audience TEXT NOT NULL,
    frozen_until_id BIGINT NOT NULL DEFAULT 0,
    frozen_at TIMESTAMP,
    uncertain TEXT NOT NULL CHECK (uncertain IN ('resend', 'hold')),
    started_at TIMESTAMP NOT NULL,
    watched_from TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX dispatches_open ON dispatches (id) WHERE finished_at IS NULL;

-- An issue rendered for one reading choice, with holes for what differs between its readers. `name` is its languages
-- in the order of their blocks, joined by '+'.
CREATE TABLE editions (
    id INTEGER PRIMARY KEY NOT NULL,
    dispatch_id BIGINT NOT NULL REFERENCES dispatches (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (dispatch_id, name)
);

-- `due_at` of a settled row is when it was settled, so that one index serves the claim, the progress and the breaker.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY NOT NULL,
    dispatch_id BIGINT NOT NULL REFERENCES dispatches (id) ON DELETE CASCADE,
    subscriber_id BIGINT REFERENCES subscribers (id) ON DELETE SET NULL,
    edition_id BIGINT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (
        state = 'due' OR state = 'leased' OR state = 'in_data' OR state = 'sent' OR state = 'failed'
        OR state = 'skipped' OR state = 'held'
    ),
    uncertain BOOLEAN NOT NULL DEFAULT FALSE,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TIMESTAMP NOT NULL,
    owner TEXT,
    reply_code INTEGER,
    reply_status TEXT,
    message_id TEXT,
    message_date TIMESTAMP,
    sent_at TIMESTAMP,
    UNIQUE (subscriber_id, dispatch_id)
);
CREATE INDEX deliveries_work ON deliveries (dispatch_id, state, due_at);
CREATE INDEX deliveries_uncertain ON deliveries (dispatch_id) WHERE uncertain;
CREATE INDEX deliveries_owner ON deliveries (owner, state) WHERE owner IS NOT NULL;
CREATE INDEX deliveries_edition ON deliveries (edition_id);

-- A mail to one person about their own subscription: name, language and sealed values; rendered when it is sent.
-- `gate` says to whom it may go when it is sent; the postman decides by it.
CREATE TABLE letters (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient_kind TEXT NOT NULL CHECK (
        recipient_kind = 'subscriber' OR recipient_kind = 'signup' OR recipient_kind = 'new_address'
        OR recipient_kind = 'admin' OR recipient_kind = 'stranger'
    ),
    recipient BLOB,
    recipient_index BLOB NOT NULL,
    subscriber_id BIGINT REFERENCES subscribers (id) ON DELETE SET NULL,
    body_values BLOB,
    gate TEXT NOT NULL CHECK (
        gate = 'newcomer' OR gate = 'on_the_list' OR gate = 'reader' OR gate = 'anybody'
    ),
    cause TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'due' OR state = 'leased' OR state = 'in_data' OR state = 'sent' OR state = 'failed'
        OR state = 'skipped' OR state = 'held'
    ),
    uncertain BOOLEAN NOT NULL DEFAULT FALSE,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TIMESTAMP NOT NULL,
    owner TEXT,
    reply_code INTEGER,
    reply_status TEXT,
    skipped_why TEXT,
    message_id TEXT,
    message_date TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
-- Every signup writes a letter, and an entry at a random place of an index costs most of that: a letter that is due is
-- found by its time alone, and 128 random bits need no index to be unique.
CREATE INDEX letters_due ON letters (due_at) WHERE state = 'due';
CREATE INDEX letters_recipient ON letters (recipient_index, created_at) WHERE state <> 'due';
CREATE INDEX letters_stuck ON letters (public_id) WHERE state IN ('failed', 'held');
CREATE INDEX letters_created_at ON letters (created_at);
CREATE INDEX letters_owner ON letters (owner, state) WHERE owner IS NOT NULL;
CREATE INDEX letters_subscriber ON letters (subscriber_id) WHERE subscriber_id IS NOT NULL;
