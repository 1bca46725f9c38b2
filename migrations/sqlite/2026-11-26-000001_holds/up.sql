-- While there is a row, nothing is sent: after a restore, until the owner says go.
CREATE TABLE holds (
    reason TEXT PRIMARY KEY NOT NULL CHECK (reason IN ('restored')),
    since TIMESTAMP NOT NULL
);
