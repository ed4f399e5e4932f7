-- Operations that were asked for as one, and the tags of datasets.

ALTER TABLE operation ADD COLUMN batch TEXT;

ALTER TABLE dataset ADD COLUMN tags TEXT NOT NULL DEFAULT ''; -- key=value or key, one a line
