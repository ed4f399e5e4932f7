-- Removals that were begun and neither ended nor taken back. An edit writes the row of its snapshot
-- anew, and so takes a removal of its older form back.

CREATE TABLE removal (
  snapshot BIGINT PRIMARY KEY REFERENCES snapshot (id) ON DELETE CASCADE,
  forced   BIGINT NOT NULL, -- whether holds are overruled
  since    TEXT COLLATE "C" NOT NULL
);
