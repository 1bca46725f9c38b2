ALTER TABLE subscribers DROP COLUMN email_changed_at;
DROP TABLE seen_calls;
DROP TABLE returned;
