-- What runs meant for their sources: looks into these in microseconds, and how fast it went.

CREATE TABLE run_impact (
  run               INTEGER PRIMARY KEY,
  dataset           TEXT NOT NULL,
  before_samples    INTEGER NOT NULL,
  before_median     INTEGER NOT NULL,
  before_p95        INTEGER NOT NULL,
  meanwhile_samples INTEGER NOT NULL,
  meanwhile_median  INTEGER NOT NULL,
  meanwhile_p95     INTEGER NOT NULL,
  after_samples     INTEGER NOT NULL,
  after_median      INTEGER NOT NULL,
  after_p95         INTEGER NOT NULL,
  bytes             INTEGER NOT NULL,
  added_bytes       INTEGER NOT NULL,
  stored_bytes      INTEGER NOT NULL,
  millis            INTEGER NOT NULL
) STRICT;

CREATE INDEX run_impact_by_dataset ON run_impact (dataset, run);
