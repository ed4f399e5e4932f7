-- Operations that were asked for as one, and the tags of datasets.

ALTER TABLE operation ADD COLUMN batch TEXT COLLATE "C";

ALTER TABLE dataset ADD COLUMN tags TEXT COLLATE "C" NOT NULL DEFAULT ''; -- key=value or key, one a line
