ALTER TABLE subscribers ALTER CONSTRAINT subscribers_referred_by_fkey NOT DEFERRABLE;
DROP TABLE holds;
