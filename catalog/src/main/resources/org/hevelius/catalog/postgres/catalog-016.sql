-- Rehearsed restores, what they found and what was learned from them. Outlives datasets and snapshots.

CREATE TABLE drill (
  number       BIGINT PRIMARY KEY,
  dataset      TEXT COLLATE "C" NOT NULL,
  version      BIGINT NOT NULL,
  taken        TEXT COLLATE "C" NOT NULL,
  scenario     TEXT COLLATE "C" NOT NULL,
  seed         BIGINT NOT NULL,
  drawn        BIGINT NOT NULL,
  paths        TEXT COLLATE "C" NOT NULL, -- a line each, escaped
  scheduled    BIGINT NOT NULL,
  asked_by     TEXT COLLATE "C" NOT NULL,
  host         TEXT COLLATE "C" NOT NULL,
  program      TEXT COLLATE "C" NOT NULL,
  place        TEXT COLLATE "C" NOT NULL,
  started      TEXT COLLATE "C" NOT NULL,
  finished     TEXT COLLATE "C",
  state        TEXT COLLATE "C" NOT NULL,
  entries      BIGINT NOT NULL,
  files        BIGINT NOT NULL,
  bytes        BIGINT NOT NULL,
  all_files    BIGINT NOT NULL,
  all_bytes    BIGINT NOT NULL,
  listing      TEXT COLLATE "C" NOT NULL,
  rebuilding   BIGINT NOT NULL, -- milliseconds, as all that follow
  restoring    BIGINT NOT NULL,
  comparing    BIGINT NOT NULL,
  checking     BIGINT NOT NULL,
  rto          BIGINT NOT NULL,
  extrapolated BIGINT NOT NULL,
  rto_target   BIGINT,
  rpo          BIGINT NOT NULL,
  rpo_target   BIGINT,
  findings     BIGINT NOT NULL,
  detail       TEXT COLLATE "C" NOT NULL
);

CREATE INDEX drill_by_dataset ON drill (dataset, state, number);

CREATE TABLE drill_finding (
  drill    BIGINT NOT NULL,
  ordinal  BIGINT NOT NULL,
  severity TEXT COLLATE "C" NOT NULL,
  kind     TEXT COLLATE "C" NOT NULL,
  path     TEXT COLLATE "C" NOT NULL,
  expected TEXT COLLATE "C" NOT NULL,
  found    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (drill, ordinal)
);

CREATE TABLE drill_note (
  drill   BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  dataset TEXT COLLATE "C" NOT NULL,
  noted   TEXT COLLATE "C" NOT NULL,
  author  TEXT COLLATE "C" NOT NULL,
  lesson  TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (drill, ordinal)
);

CREATE INDEX drill_note_by_dataset ON drill_note (dataset, noted);
