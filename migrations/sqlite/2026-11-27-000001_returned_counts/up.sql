-- How much of each kind ever came back, each kind once for each message: what came back itself is forgotten after a while.
CREATE TABLE returned_counts (
    kind TEXT PRIMARY KEY NOT NULL,
    n BIGINT NOT NULL
);
INSERT INTO returned_counts (kind, n) SELECT kind, COUNT(*) FROM returned GROUP BY kind;
