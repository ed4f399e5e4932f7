-- Every name that some version has, or had: a search for a part of a name reads these alone.

CREATE TABLE name (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO name (name) SELECT DISTINCT name FROM entry;
