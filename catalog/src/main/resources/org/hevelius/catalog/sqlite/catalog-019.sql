-- Which home the catalog is of; one row at most.

CREATE TABLE home (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id  TEXT NOT NULL
) STRICT;
