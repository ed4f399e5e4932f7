-- What was done, counted for good: runs and their records are dropped after a while.

CREATE TABLE work_tally (
  kind    TEXT COLLATE "C" NOT NULL,
  dataset TEXT COLLATE "C" NOT NULL, -- empty for what belongs to none
  result  TEXT COLLATE "C" NOT NULL,
  bucket  BIGINT NOT NULL, -- how long it took, roughly; -1 for what never began
  times   BIGINT NOT NULL,
  millis  BIGINT NOT NULL,
  last    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, dataset, result, bucket)
);

CREATE TABLE snapshot_tally (
  dataset      TEXT COLLATE "C" PRIMARY KEY,
  snapshots    BIGINT NOT NULL,
  bytes        BIGINT NOT NULL,
  added_bytes  BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL
);
