DROP INDEX letters_stuck;
DROP INDEX letters_subscriber;
CREATE INDEX letters_subscriber ON letters (subscriber_id);
ALTER TABLE letters ADD CONSTRAINT letters_public_id_key UNIQUE (public_id);
CREATE INDEX letters_cause ON letters (cause);
