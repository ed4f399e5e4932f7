-- Alarms of storage systems: which are on, and who was told of them.

CREATE TABLE storage_alarm (
  system  TEXT NOT NULL,
  id      TEXT NOT NULL,
  grade   TEXT NOT NULL,
  subject TEXT NOT NULL,
  about   TEXT NOT NULL,
  message TEXT NOT NULL,
  since   TEXT NOT NULL,
  state   TEXT NOT NULL,
  claimed TEXT,
  PRIMARY KEY (system, id)
) STRICT;
