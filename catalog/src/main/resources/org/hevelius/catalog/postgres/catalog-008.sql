-- What a snapshot was made from, and that its data was found to be bad.

ALTER TABLE snapshot ADD COLUMN derived_from TEXT COLLATE "C" NOT NULL DEFAULT ''; -- use, reference and name, one a line

ALTER TABLE snapshot ADD COLUMN derived_by TEXT COLLATE "C" NOT NULL DEFAULT '';

ALTER TABLE snapshot ADD COLUMN known_bad_by TEXT COLLATE "C";

ALTER TABLE snapshot ADD COLUMN known_bad_since TEXT COLLATE "C";

ALTER TABLE snapshot ADD COLUMN known_bad_note TEXT COLLATE "C";

-- By what it is found from the other side: each ancestor once.
CREATE TABLE ancestor (
  name     TEXT COLLATE "C" NOT NULL,
  snapshot BIGINT NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
  PRIMARY KEY (name, snapshot)
);

CREATE INDEX ancestor_by_snapshot ON ancestor (snapshot);
