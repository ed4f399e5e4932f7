package org.hevelius.core.snapshot;

/** What made a snapshot. */
public enum SnapshotKind {
  /** A person asked for it. */
  MANUAL,
  /** A schedule was due. */
  SCHEDULED,
  /** An event outside called for it. */
  EVENT,
  /** It keeps the state before a restore or revert; retention has a rule of its own for these. */
  GUARD,
  /** It was made by another program and taken over. */
  ADOPTED
}
