CREATE TABLE letters_anew (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient_kind TEXT NOT NULL CHECK (recipient_kind IN ('subscriber', 'signup', 'new_address', 'admin', 'stranger')),
    recipient BLOB,
    recipient_index BLOB NOT NULL,
    subscriber_id BIGINT REFERENCES subscribers (id) ON DELETE SET NULL,
    body_values BLOB,
    gate TEXT NOT NULL CHECK (gate IN ('newcomer', 'on_the_list', 'reader', 'anybody', 'nobody')),
    cause TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'leased', 'in_data', 'sent', 'failed', 'skipped', 'held')),
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
INSERT INTO letters_anew (id, public_id, name, language, recipient_kind, recipient, recipient_index, subscriber_id, body_values, gate, cause, state, uncertain, attempts, due_at, owner, reply_code, reply_status, skipped_why, message_id, message_date, created_at, sent_at) SELECT id, public_id, name, language, recipient_kind, recipient, recipient_index, subscriber_id, body_values, gate, cause, state, uncertain, attempts, due_at, owner, reply_code, reply_status, skipped_why, message_id, message_date, created_at, sent_at FROM letters;
DROP TABLE letters;
ALTER TABLE letters_anew RENAME TO letters;
CREATE INDEX letters_due ON letters (due_at) WHERE state = 'due';
CREATE INDEX letters_recipient ON letters (recipient_index, created_at);
CREATE INDEX letters_cause ON letters (cause);
CREATE INDEX letters_created_at ON letters (created_at);
CREATE INDEX letters_owner ON letters (owner, state) WHERE owner IS NOT NULL;
CREATE INDEX letters_subscriber ON letters (subscriber_id);
