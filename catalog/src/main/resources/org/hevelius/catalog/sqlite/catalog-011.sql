-- Requests that were begun under a key, and how they were answered, so that none is done twice.

CREATE TABLE request_key (
  place    TEXT PRIMARY KEY, -- names caller, resource and key
  digest   TEXT NOT NULL, -- of all that the request says
  node     TEXT NOT NULL,
  begun    TEXT NOT NULL,
  expires  TEXT NOT NULL,
  status   INTEGER,
  location TEXT,
  body     TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX request_key_by_expiry ON request_key (expires);
