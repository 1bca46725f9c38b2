-- What was said of an issue's messages that did not go well at once: by the recipients' domains, of which only those of
-- the big providers are named, since a domain of one's own names its owner. `code` is 0 where there was no answer, and
-- `status` empty where the answer had none. Written with the rows that it counts.
CREATE TABLE replies (
    dispatch_id BIGINT NOT NULL REFERENCES dispatches (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    code INTEGER NOT NULL,
    status TEXT NOT NULL,
    n BIGINT NOT NULL,
    said TEXT NOT NULL,
    last_at TIMESTAMP NOT NULL,
    PRIMARY KEY (dispatch_id, domain, code, status)
);
