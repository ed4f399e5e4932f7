-- What a snapshot was made from, and that its data was found to be bad.

ALTER TABLE snapshot ADD COLUMN derived_from TEXT NOT NULL DEFAULT ''; -- use, reference and name, one a line

ALTER TABLE snapshot ADD COLUMN derived_by TEXT NOT NULL DEFAULT '';

ALTER TABLE snapshot ADD COLUMN known_bad_by TEXT;

ALTER TABLE snapshot ADD COLUMN known_bad_since TEXT;

ALTER TABLE snapshot ADD COLUMN known_bad_note TEXT;

-- By what it is found from the other side: each ancestor once.
CREATE TABLE ancestor (
  name     TEXT NOT NULL,
  snapshot INTEGER NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
  PRIMARY KEY (name, snapshot)
) STRICT, WITHOUT ROWID;

CREATE INDEX ancestor_by_snapshot ON ancestor (snapshot);
