-- Alarms of storage systems: which are on, and who was told of them.

CREATE TABLE storage_alarm (
  system  TEXT COLLATE "C" NOT NULL,
  id      TEXT COLLATE "C" NOT NULL,
  grade   TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  about   TEXT COLLATE "C" NOT NULL,
  message TEXT COLLATE "C" NOT NULL,
  since   TEXT COLLATE "C" NOT NULL,
  state   TEXT COLLATE "C" NOT NULL,
  claimed TEXT COLLATE "C",
  PRIMARY KEY (system, id)
);
