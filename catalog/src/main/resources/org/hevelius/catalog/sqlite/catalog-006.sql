-- Events, and what came of them.

CREATE TABLE event (
  number     INTEGER PRIMARY KEY, -- in the order in which they came
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  scope      TEXT NOT NULL,
  phase      TEXT NOT NULL, -- before, after or nothing
  attributes TEXT NOT NULL, -- key=value, one a line
  time       TEXT NOT NULL,
  actor      TEXT NOT NULL,
  ended      TEXT
) STRICT;

CREATE INDEX event_by_scope ON event (scope, number);

CREATE TABLE event_outcome (
  event    INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
  dataset  TEXT NOT NULL,
  kind     TEXT NOT NULL,
  snapshot TEXT NOT NULL, -- its reference, or nothing
  pair     TEXT NOT NULL, -- reference of the one before it, or nothing
  detail   TEXT NOT NULL,
  PRIMARY KEY (event, dataset)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_outcome_by_dataset ON event_outcome (dataset, event);
