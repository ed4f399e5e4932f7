-- Requests that were begun under a key, and how they were answered, so that none is done twice.

CREATE TABLE request_key (
  place    TEXT COLLATE "C" PRIMARY KEY, -- names caller, resource and key
  digest   TEXT COLLATE "C" NOT NULL, -- of all that the request says
  node     TEXT COLLATE "C" NOT NULL,
  begun    TEXT COLLATE "C" NOT NULL,
  expires  TEXT COLLATE "C" NOT NULL,
  status   BIGINT,
  location TEXT COLLATE "C",
  body     TEXT COLLATE "C"
);

CREATE INDEX request_key_by_expiry ON request_key (expires);
