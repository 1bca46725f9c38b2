-- Every key that ever sealed here, proved by a sealed word: a start with a wrong or missing key fails at once.
CREATE TABLE key_checks (
    key_id TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('seal', 'index')),
    proof BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE topics (
    id INTEGER PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE topic_names (
    topic_id BIGINT NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (topic_id, language)
);

-- For `IN` with three words or more SQLite builds a table anew for every row that is written, which costs as much as the
-- row: tables that are written often compare word by word.
CREATE TABLE subscribers (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    email BLOB NOT NULL,
    email_index BLOB NOT NULL UNIQUE,
    name BLOB,
    help BLOB,
    status TEXT NOT NULL CHECK (
        status = 'active' OR status = 'paused' OR status = 'left' OR status = 'unreachable'
        OR status = 'complained'
    ),
    paused_until TIMESTAMP,
    reading TEXT NOT NULL,
    first_language TEXT NOT NULL,
    cadence TEXT NOT NULL CHECK (
        cadence = 'every' OR cadence = 'weekly' OR cadence = 'monthly'
    ),
    country TEXT,
    came_from TEXT,
    referred_by BIGINT REFERENCES subscribers (id) ON DELETE SET NULL,
    link_generation INTEGER NOT NULL DEFAULT 0,
    fates TEXT NOT NULL DEFAULT '',
    confirmed_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX subscribers_status ON subscribers (status, id);
CREATE INDEX subscribers_confirmed_at ON subscribers (confirmed_at);

CREATE TABLE subscriber_topics (
    subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    PRIMARY KEY (subscriber_id, topic_id)
);
CREATE INDEX subscriber_topics_topic ON subscriber_topics (topic_id);

-- One row for each time somebody asks to join; `wanted` is the sealed form, gone once it is decided or stale.
CREATE TABLE signups (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    email_index BLOB NOT NULL,
    wanted BLOB,
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'pending' OR state = 'confirmed' OR state = 'declined'
    ),
    subscriber_id BIGINT REFERENCES subscribers (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP
);
CREATE INDEX signups_email_index ON signups (email_index);
CREATE INDEX signups_created_at ON signups (created_at);

CREATE TABLE consent_texts (
    id INTEGER PRIMARY KEY NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE consents (
    id INTEGER PRIMARY KEY NOT NULL,
    subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter')),
    given_by TEXT NOT NULL CHECK (
        given_by = 'signup' OR given_by = 'import' OR given_by = 'api' OR given_by = 'console'
    ),
    consent_text_id BIGINT NOT NULL REFERENCES consent_texts (id),
    language TEXT NOT NULL,
    page TEXT,
    asked_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP NOT NULL
);
CREATE INDEX consents_subscriber ON consents (subscriber_id);

-- Outlives erasure. `index_key` names the key of the hash; it is never rotated, since there is no plaintext to hash again.
CREATE TABLE suppressions (
    email_index BLOB NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('declined', 'complained', 'erased', 'unreachable', 'blocked')),
    index_key TEXT NOT NULL,
    until TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (email_index, reason)
);
