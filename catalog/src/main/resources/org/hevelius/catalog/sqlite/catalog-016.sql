-- Rehearsed restores, what they found and what was learned from them. Outlives datasets and snapshots.

CREATE TABLE drill (
  number       INTEGER PRIMARY KEY,
  dataset      TEXT NOT NULL,
  version      INTEGER NOT NULL,
  taken        TEXT NOT NULL,
  scenario     TEXT NOT NULL,
  seed         INTEGER NOT NULL,
  drawn        INTEGER NOT NULL,
  paths        TEXT NOT NULL, -- a line each, escaped
  scheduled    INTEGER NOT NULL,
  asked_by     TEXT NOT NULL,
  host         TEXT NOT NULL,
  program      TEXT NOT NULL,
  place        TEXT NOT NULL,
  started      TEXT NOT NULL,
  finished     TEXT,
  state        TEXT NOT NULL,
  entries      INTEGER NOT NULL,
  files        INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  all_files    INTEGER NOT NULL,
  all_bytes    INTEGER NOT NULL,
  listing      TEXT NOT NULL,
  rebuilding   INTEGER NOT NULL, -- milliseconds, as all that follow
  restoring    INTEGER NOT NULL,
  comparing    INTEGER NOT NULL,
  checking     INTEGER NOT NULL,
  rto          INTEGER NOT NULL,
  extrapolated INTEGER NOT NULL,
  rto_target   INTEGER,
  rpo          INTEGER NOT NULL,
  rpo_target   INTEGER,
  findings     INTEGER NOT NULL,
  detail       TEXT NOT NULL
) STRICT;

CREATE INDEX drill_by_dataset ON drill (dataset, state, number);

CREATE TABLE drill_finding (
  drill    INTEGER NOT NULL,
  ordinal  INTEGER NOT NULL,
  severity TEXT NOT NULL,
  kind     TEXT NOT NULL,
  path     TEXT NOT NULL,
  expected TEXT NOT NULL,
  found    TEXT NOT NULL,
  PRIMARY KEY (drill, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE drill_note (
  drill   INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  dataset TEXT NOT NULL,
  noted   TEXT NOT NULL,
  author  TEXT NOT NULL,
  lesson  TEXT NOT NULL,
  PRIMARY KEY (drill, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX drill_note_by_dataset ON drill_note (dataset, noted);
