CREATE TABLE sources (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('rss', 'atom', 'json', 'unknown')),
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    fetched_at TIMESTAMP,
    next_fetch_at TIMESTAMP NOT NULL,
    baseline_at TIMESTAMP,
    failures INTEGER NOT NULL DEFAULT 0,
    last_problem TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX sources_next_fetch_at ON sources (next_fetch_at);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- A text came from an entry of a source (`source_id`, `external_id`), from a file (`origin`, its path), or from an
-- editor's own hand. `alternates` is a JSON object, language to link, of what the page itself calls its translations;
-- `links` a JSON array. `translation_of` is what a file says: a slug or the path of another file. `page_tries` counts
-- how often the linked page was asked for in vain.
CREATE TABLE translations (
    id INTEGER PRIMARY KEY NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    body_markdown TEXT,
    link TEXT,
    author TEXT,
    image TEXT,
    alternates TEXT NOT NULL DEFAULT '{}',
    links TEXT NOT NULL DEFAULT '[]',
    published_at TIMESTAMP NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    source_id BIGINT REFERENCES sources (id) ON DELETE SET NULL,
    external_id TEXT,
    origin TEXT,
    translation_of TEXT,
    page_read_at TIMESTAMP,
    page_tries INTEGER NOT NULL DEFAULT 0,
    content_hash BLOB NOT NULL,
    baseline BOOLEAN NOT NULL,
    UNIQUE (language, slug),
    UNIQUE (article_id, language),
    UNIQUE (source_id, external_id)
);
CREATE INDEX translations_published_at ON translations (language, published_at);
CREATE INDEX translations_link ON translations (link);
CREATE INDEX translations_source ON translations (source_id, page_read_at);
CREATE INDEX translations_origin ON translations (origin);

CREATE TABLE article_topics (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, topic_id)
);

-- `left_id` < `right_id`: two translations that may be one article.
CREATE TABLE pairings (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    left_id BIGINT NOT NULL REFERENCES translations (id) ON DELETE CASCADE,
    right_id BIGINT NOT NULL REFERENCES translations (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('suggested', 'decided', 'refused')),
    evidence TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP,
    UNIQUE (left_id, right_id)
);
