-- What was due and what became of it, how far each schedule has come, and who may work.

CREATE TABLE run (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  kind     TEXT NOT NULL,
  dataset  TEXT NOT NULL, -- empty for what belongs to none
  planned  TEXT NOT NULL,
  attempt  INTEGER NOT NULL,
  causes   TEXT NOT NULL, -- policy/schedule, one a line
  node     TEXT NOT NULL,
  claimed  TEXT NOT NULL,
  started  TEXT,
  finished TEXT,
  state    TEXT NOT NULL,
  version  INTEGER,
  detail   TEXT NOT NULL,
  UNIQUE (kind, dataset, planned, attempt)
) STRICT;

CREATE INDEX run_by_state ON run (state, kind, dataset, id);

CREATE INDEX run_by_dataset ON run (dataset, id);

CREATE TABLE schedule_mark (
  dataset    TEXT NOT NULL,
  policy     TEXT NOT NULL,
  schedule   TEXT NOT NULL,
  definition TEXT NOT NULL,
  through    TEXT NOT NULL,
  PRIMARY KEY (dataset, policy, schedule)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  name   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
