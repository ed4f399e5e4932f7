-- What is wrong and what was; of one kind and subject at most one is open.

CREATE TABLE alert (
  id              BIGINT PRIMARY KEY,
  kind            TEXT COLLATE "C" NOT NULL,
  subject         TEXT COLLATE "C" NOT NULL,
  run             TEXT COLLATE "C" NOT NULL,
  since           TEXT COLLATE "C" NOT NULL,
  last            TEXT COLLATE "C" NOT NULL,
  times           BIGINT NOT NULL,
  summary         TEXT COLLATE "C" NOT NULL,
  details         TEXT COLLATE "C" NOT NULL,
  acknowledged    TEXT COLLATE "C",
  acknowledged_by TEXT COLLATE "C",
  note            TEXT COLLATE "C",
  closed          TEXT COLLATE "C",
  ending          TEXT COLLATE "C" NOT NULL
);

CREATE UNIQUE INDEX alert_open ON alert (subject, kind) WHERE closed IS NULL;

-- One pair of kinds tells of space.
DELETE FROM repetition WHERE kind = 'SPACE_LOW' AND EXISTS (
  SELECT 1 FROM repetition other WHERE other.channel = repetition.channel
    AND other.subject = repetition.subject AND other.kind = 'STORAGE_FILLING');
DELETE FROM repetition WHERE kind = 'SPACE_CRITICAL' AND EXISTS (
  SELECT 1 FROM repetition other WHERE other.channel = repetition.channel
    AND other.subject = repetition.subject AND other.kind = 'STORAGE_FULL');
UPDATE repetition SET kind = 'STORAGE_FILLING' WHERE kind = 'SPACE_LOW';
UPDATE repetition SET kind = 'STORAGE_FULL' WHERE kind = 'SPACE_CRITICAL';
UPDATE notice SET kind = 'STORAGE_FILLING' WHERE kind = 'SPACE_LOW';
UPDATE notice SET kind = 'STORAGE_FULL' WHERE kind = 'SPACE_CRITICAL';
