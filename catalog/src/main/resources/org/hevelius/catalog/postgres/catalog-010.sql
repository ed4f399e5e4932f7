-- Messages that wait for their delivery or were given up, and what channels were told of already.

CREATE TABLE notice (
  id             TEXT COLLATE "C" PRIMARY KEY,
  sequence       BIGINT NOT NULL,
  channel        TEXT COLLATE "C" NOT NULL,
  type           TEXT COLLATE "C" NOT NULL,
  kind           TEXT COLLATE "C" NOT NULL,
  subject        TEXT COLLATE "C" NOT NULL,
  run            TEXT COLLATE "C" NOT NULL,
  time           TEXT COLLATE "C" NOT NULL,
  summary        TEXT COLLATE "C" NOT NULL,
  details        TEXT COLLATE "C" NOT NULL, -- one a line
  repeated       BIGINT NOT NULL,
  repeated_since TEXT COLLATE "C",
  queued         TEXT COLLATE "C" NOT NULL,
  attempts       BIGINT NOT NULL,
  next_try       TEXT COLLATE "C" NOT NULL,
  state          TEXT COLLATE "C" NOT NULL,
  error          TEXT COLLATE "C" NOT NULL
);

CREATE INDEX notice_by_time ON notice (channel, state, next_try, sequence);

CREATE TABLE repetition (
  channel    TEXT COLLATE "C" NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  told       TEXT COLLATE "C" NOT NULL,
  more       BIGINT NOT NULL,
  more_since TEXT COLLATE "C",
  PRIMARY KEY (channel, subject, kind)
);

-- When something was done last, such as a check.
CREATE INDEX audit_by_action ON audit (action, sequence);
