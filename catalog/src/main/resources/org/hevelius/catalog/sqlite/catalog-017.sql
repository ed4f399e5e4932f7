-- How full storage was, and the changes of its limits.

CREATE TABLE usage_sample (
  subject     TEXT NOT NULL, -- a view or a system
  time        TEXT NOT NULL,
  used_bytes  INTEGER NOT NULL,
  limit_bytes INTEGER,
  PRIMARY KEY (subject, time)
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_sample_by_time ON usage_sample (time);

CREATE TABLE quota_change (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  subject     TEXT NOT NULL, -- a view
  quota       TEXT NOT NULL,
  soft_before INTEGER,
  hard_before INTEGER,
  soft_wanted INTEGER,
  hard_wanted INTEGER,
  time        TEXT NOT NULL,
  actor       TEXT NOT NULL,
  automatic   INTEGER NOT NULL,
  state       TEXT NOT NULL
) STRICT;

CREATE INDEX quota_change_by_subject ON quota_change (subject);
