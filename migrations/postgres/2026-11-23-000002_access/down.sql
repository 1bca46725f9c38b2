DROP TABLE audit;
DROP TABLE notices;
DROP TABLE idempotency_keys;
DROP TABLE api_tokens;
DROP TABLE sessions;
DROP TABLE sign_in_links;
DROP TABLE sign_in_requests;
DROP TABLE admins;
