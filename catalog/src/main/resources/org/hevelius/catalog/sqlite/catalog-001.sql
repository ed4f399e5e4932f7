-- Datasets, snapshots, audit and operations.
-- Times are UTC text with nine digits of fraction, so that they sort as they run.
-- Statements are separated by empty lines.

CREATE TABLE dataset (
  name        TEXT PRIMARY KEY,
  description TEXT NOT NULL,
  sources     TEXT NOT NULL, -- one a line, in order
  excludes    TEXT NOT NULL, -- one a line
  created     TEXT NOT NULL,
  repository  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Outlives the dataset: a version number is never given twice.
CREATE TABLE version_counter (
  dataset TEXT PRIMARY KEY,
  highest INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every generated name that was ever given, used or not.
CREATE TABLE given_name (
  name    TEXT PRIMARY KEY,
  dataset TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
  id               INTEGER PRIMARY KEY,
  dataset          TEXT NOT NULL REFERENCES dataset (name),
  version          INTEGER NOT NULL,
  name             TEXT NOT NULL UNIQUE,
  short_name       TEXT,
  description      TEXT NOT NULL,
  created_at       TEXT NOT NULL,
  author           TEXT NOT NULL,
  host             TEXT NOT NULL,
  tags             TEXT NOT NULL, -- one a line, with a line break before and after each
  milestone        TEXT,
  kind             TEXT NOT NULL,
  holds            INTEGER NOT NULL, -- how many rows in hold
  known_good_by    TEXT,
  known_good_since TEXT,
  known_good_note  TEXT,
  expires          TEXT,
  guarantee        TEXT NOT NULL,
  git_commit       TEXT,
  git_branch       TEXT,
  git_dirty_files  INTEGER,
  git_remote       TEXT,
  parent_version   INTEGER,
  search           TEXT NOT NULL, -- what words are looked for in, in lower case
  UNIQUE (dataset, version),
  UNIQUE (dataset, short_name)
) STRICT;

CREATE INDEX snapshot_by_time ON snapshot (created_at DESC, dataset, version DESC);

CREATE INDEX snapshot_by_dataset ON snapshot (dataset, created_at DESC, version DESC);

CREATE TABLE hold (
  snapshot INTEGER NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL,
  reason   TEXT NOT NULL,
  held_by  TEXT NOT NULL,
  since    TEXT NOT NULL,
  PRIMARY KEY (snapshot, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE capture (
  snapshot     INTEGER NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
  ordinal      INTEGER NOT NULL,
  source       TEXT NOT NULL,
  provider     TEXT NOT NULL,
  native_id    TEXT NOT NULL,
  repository   TEXT NOT NULL,
  files        INTEGER NOT NULL,
  directories  INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  added_bytes  INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL,
  PRIMARY KEY (snapshot, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX capture_by_native_id ON capture (native_id);

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  time     TEXT NOT NULL,
  actor    TEXT NOT NULL,
  host     TEXT NOT NULL,
  action   TEXT NOT NULL,
  target   TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  detail   TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is never changed');
END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is never shortened');
END;

CREATE TABLE audit_head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  sequence INTEGER NOT NULL,
  hash     TEXT NOT NULL
) STRICT;

CREATE TABLE operation (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind      TEXT NOT NULL,
  dataset   TEXT NOT NULL,
  reference TEXT NOT NULL,
  paths     TEXT NOT NULL, -- one a line
  guard     INTEGER,
  actor     TEXT NOT NULL,
  started   TEXT NOT NULL,
  finished  TEXT,
  state     TEXT NOT NULL,
  detail    TEXT NOT NULL
) STRICT;
