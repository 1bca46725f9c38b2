-- Every signup writes a letter, and an entry at a random place of an index costs most of that. Nobody looks for a cause;
-- by its public id only a stuck letter is looked for, and 128 random bits need no index to be unique; most letters are to
-- nobody among the subscribers.
DROP INDEX letters_cause;
ALTER TABLE letters DROP CONSTRAINT letters_public_id_key;
DROP INDEX letters_subscriber;
CREATE INDEX letters_subscriber ON letters (subscriber_id) WHERE subscriber_id IS NOT NULL;
CREATE INDEX letters_stuck ON letters (public_id) WHERE state IN ('failed', 'held');
