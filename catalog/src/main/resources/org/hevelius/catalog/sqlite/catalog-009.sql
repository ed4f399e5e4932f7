-- Publications. They outlive the snapshots that they name.

CREATE TABLE publication (
  name             TEXT NOT NULL, -- generated name of the snapshot
  ordinal          INTEGER NOT NULL, -- from 1; a snapshot can be published again when it was withdrawn
  dataset          TEXT NOT NULL,
  version          INTEGER NOT NULL,
  content          TEXT NOT NULL, -- SHA-256 of its listing
  files            INTEGER NOT NULL,
  bytes            INTEGER NOT NULL,
  title            TEXT NOT NULL,
  creators         TEXT NOT NULL, -- one a line: name, and behind a tab the ORCID
  publisher        TEXT NOT NULL,
  year             INTEGER NOT NULL,
  license          TEXT,
  doi              TEXT,
  related          TEXT NOT NULL, -- DOIs, one a line
  published        TEXT NOT NULL,
  published_by     TEXT NOT NULL,
  withdrawn        TEXT,
  withdrawn_by     TEXT,
  withdrawn_reason TEXT,
  PRIMARY KEY (name, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX publication_by_content ON publication (content, name, ordinal DESC);
