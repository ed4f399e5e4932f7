-- Removals that were begun and neither ended nor taken back. An edit writes the row of its snapshot
-- anew, and so takes a removal of its older form back.

CREATE TABLE removal (
  snapshot INTEGER PRIMARY KEY REFERENCES snapshot (id) ON DELETE CASCADE,
  forced   INTEGER NOT NULL, -- whether holds are overruled
  since    TEXT NOT NULL
) STRICT;
