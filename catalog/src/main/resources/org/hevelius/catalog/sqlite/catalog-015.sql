-- Whole recoveries, step by step, and the runbooks that were written.

CREATE TABLE recovery (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset   TEXT NOT NULL,
  reference TEXT NOT NULL,
  taken     TEXT NOT NULL, -- when the snapshot was
  plan      TEXT NOT NULL,
  actor     TEXT NOT NULL,
  host      TEXT NOT NULL,
  state     TEXT NOT NULL,
  guard     INTEGER,
  started   TEXT NOT NULL,
  finished  TEXT,
  detail    TEXT NOT NULL
) STRICT;

CREATE TABLE recovery_step (
  recovery INTEGER NOT NULL,
  position INTEGER NOT NULL,
  back     INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  way      TEXT NOT NULL,
  command  TEXT NOT NULL, -- program and arguments, one a line; empty for none
  millis   INTEGER NOT NULL,
  retries  INTEGER NOT NULL,
  pause    INTEGER NOT NULL,
  state    TEXT NOT NULL,
  started  TEXT,
  finished TEXT,
  detail   TEXT NOT NULL,
  PRIMARY KEY (recovery, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE runbook (
  dataset       TEXT PRIMARY KEY,
  configuration TEXT NOT NULL,
  written       TEXT NOT NULL,
  actor         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
