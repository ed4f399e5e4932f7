-- Messages that wait for their delivery or were given up, and what channels were told of already.

CREATE TABLE notice (
  id             TEXT PRIMARY KEY,
  sequence       INTEGER NOT NULL,
  channel        TEXT NOT NULL,
  type           TEXT NOT NULL,
  kind           TEXT NOT NULL,
  subject        TEXT NOT NULL,
  run            TEXT NOT NULL,
  time           TEXT NOT NULL,
  summary        TEXT NOT NULL,
  details        TEXT NOT NULL, -- one a line
  repeated       INTEGER NOT NULL,
  repeated_since TEXT,
  queued         TEXT NOT NULL,
  attempts       INTEGER NOT NULL,
  next_try       TEXT NOT NULL,
  state          TEXT NOT NULL,
  error          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_by_time ON notice (channel, state, next_try, sequence);

CREATE TABLE repetition (
  channel    TEXT NOT NULL,
  subject    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  told       TEXT NOT NULL,
  more       INTEGER NOT NULL,
  more_since TEXT,
  PRIMARY KEY (channel, subject, kind)
) STRICT, WITHOUT ROWID;

-- When something was done last, such as a check.
CREATE INDEX audit_by_action ON audit (action, sequence);
