-- What is wrong and what was; of one kind and subject at most one is open.

CREATE TABLE alert (
  id              INTEGER PRIMARY KEY,
  kind            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  run             TEXT NOT NULL,
  since           TEXT NOT NULL,
  last            TEXT NOT NULL,
  times           INTEGER NOT NULL,
  summary         TEXT NOT NULL,
  details         TEXT NOT NULL,
  acknowledged    TEXT,
  acknowledged_by TEXT,
  note            TEXT,
  closed          TEXT,
  ending          TEXT NOT NULL
) STRICT;

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
