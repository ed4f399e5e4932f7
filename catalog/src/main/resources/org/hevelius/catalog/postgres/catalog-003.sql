-- Users, tokens and sessions. Of secrets only hashes stand here.
-- Grants are written one a line: role, blank, scope.

CREATE TABLE account (
  name     TEXT COLLATE "C" PRIMARY KEY,
  grants   TEXT COLLATE "C" NOT NULL,
  password TEXT COLLATE "C", -- its Argon2id hash with salt and parameters
  created  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE api_token (
  prefix    TEXT COLLATE "C" PRIMARY KEY,
  owner     TEXT COLLATE "C" NOT NULL REFERENCES account (name) ON DELETE CASCADE,
  name      TEXT COLLATE "C" NOT NULL,
  limits    TEXT COLLATE "C" NOT NULL, -- grants
  hash      TEXT COLLATE "C" NOT NULL, -- SHA-256
  created   TEXT COLLATE "C" NOT NULL,
  expires   TEXT COLLATE "C",
  last_used TEXT COLLATE "C"
);

CREATE INDEX api_token_by_owner ON api_token (owner, created, prefix);

CREATE TABLE login_session (
  hash    TEXT COLLATE "C" PRIMARY KEY, -- SHA-256 of its id
  account TEXT COLLATE "C" NOT NULL REFERENCES account (name) ON DELETE CASCADE,
  started TEXT COLLATE "C" NOT NULL,
  seen    TEXT COLLATE "C" NOT NULL
);

CREATE INDEX login_session_by_account ON login_session (account);
