-- Which home the catalog is of; one row at most.

CREATE TABLE home (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  id  TEXT COLLATE "C" NOT NULL
);
