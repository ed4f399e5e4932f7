-- Policies, and which of their schedules a snapshot was taken for.

ALTER TABLE snapshot ADD COLUMN taken_by TEXT COLLATE "C" NOT NULL DEFAULT ''; -- policy/schedule, one a line

-- The text of the whole file is kept with each policy, so that it is read again just as it was read first.
CREATE TABLE policy (
  name TEXT COLLATE "C" PRIMARY KEY,
  file TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  dataset TEXT COLLATE "C" -- the dataset that the file was applied for, where it names none
);
