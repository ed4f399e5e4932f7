-- How often the snapshots of a dataset were changed, and, under the empty name, the policies: what was computed from
-- them holds as long as the number is the same. Outlives the dataset.

CREATE TABLE revision (
  dataset TEXT COLLATE "C" PRIMARY KEY,
  changes BIGINT NOT NULL
);
