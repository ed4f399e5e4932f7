-- Policies, and which of their schedules a snapshot was taken for.

ALTER TABLE snapshot ADD COLUMN taken_by TEXT NOT NULL DEFAULT ''; -- policy/schedule, one a line

-- The text of the whole file is kept with each policy, so that it is read again just as it was read first.
CREATE TABLE policy (
  name TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  text TEXT NOT NULL,
  dataset TEXT -- the dataset that the file was applied for, where it names none
) STRICT, WITHOUT ROWID;
