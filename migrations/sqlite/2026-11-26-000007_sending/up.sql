-- The way of a message is three writes: claimed, in_data, sent. Each index holds only rows that somebody looks for, so
-- that a write touches as few of them as can be; what was sent is in none.
DROP INDEX deliveries_work;
DROP INDEX deliveries_edition;
DROP INDEX deliveries_owner;
CREATE INDEX deliveries_due ON deliveries (dispatch_id, due_at) WHERE state = 'due';
CREATE INDEX deliveries_ended ON deliveries (dispatch_id, state, due_at)
WHERE state = 'failed' OR state = 'skipped' OR state = 'held';
CREATE INDEX deliveries_in_hand ON deliveries (owner) WHERE owner IS NOT NULL;

-- A Message-ID follows from a row's id and the domain that the issue began with; a settled row's `due_at` is when that was.
ALTER TABLE deliveries DROP COLUMN message_id;
ALTER TABLE deliveries DROP COLUMN sent_at;
ALTER TABLE dispatches ADD COLUMN message_domain TEXT NOT NULL DEFAULT 'localhost';
-- Readers counted so far.
ALTER TABLE dispatches ADD COLUMN n_selected BIGINT NOT NULL DEFAULT 0;
-- Messages given up since `watched_from`, for the breaker; `n_refused` are those for a reason that lies with us or with the
-- message, and not with who should get it.
ALTER TABLE dispatches ADD COLUMN n_failed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispatches ADD COLUMN n_refused BIGINT NOT NULL DEFAULT 0;

-- How many messages of an issue servers took, by worker, so that workers do not wait for each other, and by second
-- (Unix time), so that it can be said how fast it goes. Written with the rows that it counts.
CREATE TABLE tallies (
    dispatch_id BIGINT NOT NULL REFERENCES dispatches (id) ON DELETE CASCADE,
    worker TEXT NOT NULL,
    second BIGINT NOT NULL,
    n_sent BIGINT NOT NULL,
    PRIMARY KEY (dispatch_id, worker, second)
);

-- What was spent of a rate (`spent_until`: the time up to which all of it is spent) or of a day's quota, and until when
-- something must wait. One row for all workers, so that a limit holds over all of them and over restarts.
CREATE TABLE paces (
    name TEXT PRIMARY KEY NOT NULL,
    spent_until TIMESTAMP,
    day TEXT,
    n_today BIGINT NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    wait_until TIMESTAMP
);
