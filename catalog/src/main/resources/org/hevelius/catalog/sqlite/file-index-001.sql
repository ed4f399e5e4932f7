-- Names of files over all snapshots, coded in intervals of versions.
-- Statements are separated by empty lines.

CREATE TABLE dataset (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- The versions that are in the index.
CREATE TABLE version (
  dataset INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (dataset, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE dir (
  id      INTEGER PRIMARY KEY,
  dataset INTEGER NOT NULL,
  path    TEXT NOT NULL,
  UNIQUE (dataset, path)
) STRICT;

CREATE TABLE entry (
  dir         INTEGER NOT NULL,
  name        TEXT NOT NULL,
  first       INTEGER NOT NULL,
  last        INTEGER NOT NULL, -- 0 while the newest version has it
  type        TEXT NOT NULL, -- F file, D directory, L symbolic link, S special
  size        INTEGER NOT NULL,
  seconds     INTEGER NOT NULL, -- time of modification since 1970
  nanos       INTEGER NOT NULL,
  mode        INTEGER NOT NULL,
  content_key ANY, -- 32 bytes for 64 hex digits, text for everything else
  PRIMARY KEY (dir, name, first)
) STRICT, WITHOUT ROWID;

-- With the primary key it covers the search by name.
CREATE INDEX entry_by_name ON entry (name);
