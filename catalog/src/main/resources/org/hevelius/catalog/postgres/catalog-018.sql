-- What runs meant for their sources: looks into these in microseconds, and how fast it went.

CREATE TABLE run_impact (
  run               BIGINT PRIMARY KEY,
  dataset           TEXT COLLATE "C" NOT NULL,
  before_samples    BIGINT NOT NULL,
  before_median     BIGINT NOT NULL,
  before_p95        BIGINT NOT NULL,
  meanwhile_samples BIGINT NOT NULL,
  meanwhile_median  BIGINT NOT NULL,
  meanwhile_p95     BIGINT NOT NULL,
  after_samples     BIGINT NOT NULL,
  after_median      BIGINT NOT NULL,
  after_p95         BIGINT NOT NULL,
  bytes             BIGINT NOT NULL,
  added_bytes       BIGINT NOT NULL,
  stored_bytes      BIGINT NOT NULL,
  millis            BIGINT NOT NULL
);

CREATE INDEX run_impact_by_dataset ON run_impact (dataset, run);
