-- Users, tokens and sessions. Of secrets only hashes stand here.
-- Grants are written one a line: role, blank, scope.

CREATE TABLE account (
  name     TEXT PRIMARY KEY,
  grants   TEXT NOT NULL,
  password TEXT, -- its Argon2id hash with salt and parameters
  created  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token (
  prefix    TEXT PRIMARY KEY,
  owner     TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  limits    TEXT NOT NULL, -- grants
  hash      TEXT NOT NULL, -- SHA-256
  created   TEXT NOT NULL,
  expires   TEXT,
  last_used TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX api_token_by_owner ON api_token (owner, created, prefix);

CREATE TABLE login_session (
  hash    TEXT PRIMARY KEY, -- SHA-256 of its id
  account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
  started TEXT NOT NULL,
  seen    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX login_session_by_account ON login_session (account);
