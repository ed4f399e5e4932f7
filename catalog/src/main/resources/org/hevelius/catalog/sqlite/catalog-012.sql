-- Hooks that must be run after a snapshot, whatever becomes of it; recorded before the first begins.

CREATE TABLE owed_hook (
  dataset  TEXT NOT NULL,
  position INTEGER NOT NULL,
  holder   TEXT NOT NULL,
  schedule TEXT NOT NULL,
  planned  TEXT NOT NULL,
  begun    TEXT NOT NULL,
  command  TEXT NOT NULL, -- an argument a line; line ends and backslashes escaped
  millis   INTEGER NOT NULL,
  required INTEGER NOT NULL,
  PRIMARY KEY (dataset, position)
) STRICT, WITHOUT ROWID;
