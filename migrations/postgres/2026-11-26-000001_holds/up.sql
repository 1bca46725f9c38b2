-- While there is a row, nothing is sent: after a restore, until the owner says go.
CREATE TABLE holds (
    reason TEXT PRIMARY KEY NOT NULL CHECK (reason IN ('restored')),
    since TIMESTAMP NOT NULL
);

-- A restore brings people in the order of their rows, and a row may refer to a later one.
ALTER TABLE subscribers ALTER CONSTRAINT subscribers_referred_by_fkey DEFERRABLE INITIALLY IMMEDIATE;
