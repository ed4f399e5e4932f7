-- Hooks that must be run after a snapshot, whatever becomes of it; recorded before the first begins.

CREATE TABLE owed_hook (
  dataset  TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  holder   TEXT COLLATE "C" NOT NULL,
  schedule TEXT COLLATE "C" NOT NULL,
  planned  TEXT COLLATE "C" NOT NULL,
  begun    TEXT COLLATE "C" NOT NULL,
  command  TEXT COLLATE "C" NOT NULL, -- an argument a line; line ends and backslashes escaped
  millis   BIGINT NOT NULL,
  required BIGINT NOT NULL,
  PRIMARY KEY (dataset, position)
);
