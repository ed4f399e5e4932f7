-- What was done, counted for good: runs and their records are dropped after a while.

CREATE TABLE work_tally (
  kind    TEXT NOT NULL,
  dataset TEXT NOT NULL, -- empty for what belongs to none
  result  TEXT NOT NULL,
  bucket  INTEGER NOT NULL, -- how long it took, roughly; -1 for what never began
  times   INTEGER NOT NULL,
  millis  INTEGER NOT NULL,
  last    TEXT NOT NULL,
  PRIMARY KEY (kind, dataset, result, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_tally (
  dataset      TEXT PRIMARY KEY,
  snapshots    INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  added_bytes  INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
