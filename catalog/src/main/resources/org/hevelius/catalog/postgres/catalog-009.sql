-- Publications. They outlive the snapshots that they name.

CREATE TABLE publication (
  name             TEXT COLLATE "C" NOT NULL, -- generated name of the snapshot
  ordinal          BIGINT NOT NULL, -- from 1; a snapshot can be published again when it was withdrawn
  dataset          TEXT COLLATE "C" NOT NULL,
  version          BIGINT NOT NULL,
  content          TEXT COLLATE "C" NOT NULL, -- SHA-256 of its listing
  files            BIGINT NOT NULL,
  bytes            BIGINT NOT NULL,
  title            TEXT COLLATE "C" NOT NULL,
  creators         TEXT COLLATE "C" NOT NULL, -- one a line: name, and behind a tab the ORCID
  publisher        TEXT COLLATE "C" NOT NULL,
  year             BIGINT NOT NULL,
  license          TEXT COLLATE "C",
  doi              TEXT COLLATE "C",
  related          TEXT COLLATE "C" NOT NULL, -- DOIs, one a line
  published        TEXT COLLATE "C" NOT NULL,
  published_by     TEXT COLLATE "C" NOT NULL,
  withdrawn        TEXT COLLATE "C",
  withdrawn_by     TEXT COLLATE "C",
  withdrawn_reason TEXT COLLATE "C",
  PRIMARY KEY (name, ordinal)
);

CREATE INDEX publication_by_content ON publication (content, name, ordinal DESC);
