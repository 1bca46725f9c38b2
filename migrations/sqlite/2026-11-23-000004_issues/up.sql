-- `revision` rises with every edit: what was approved is one revision, and a lost update is seen.
CREATE TABLE issues (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    number BIGINT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'ready', 'approved', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    cadence TEXT NOT NULL CHECK (cadence IN ('every', 'weekly', 'monthly')),
    audience TEXT NOT NULL,
    missing TEXT NOT NULL CHECK (missing IN ('other_language', 'leave_out')),
    revision BIGINT NOT NULL DEFAULT 1,
    send_at TIMESTAMP,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE issue_texts (
    issue_id BIGINT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    preheader TEXT NOT NULL,
    opening TEXT NOT NULL,
    closing TEXT NOT NULL,
    PRIMARY KEY (issue_id, language)
);

CREATE TABLE issue_articles (
    issue_id BIGINT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (issue_id, article_id)
);
CREATE INDEX issue_articles_article ON issue_articles (article_id);

CREATE TABLE issue_approvals (
    issue_id BIGINT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    approved_by TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (issue_id, approved_by)
);

-- Who wrote which revision, so that a second person approves: `edited_by` is an admin's or a token's public id, or "command".
CREATE TABLE issue_edits (
    id INTEGER PRIMARY KEY NOT NULL,
    issue_id BIGINT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    edited_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX issue_edits_issue ON issue_edits (issue_id);
