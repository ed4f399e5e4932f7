package org.hevelius.core.access;

/** What somebody is on datasets; each role may do all that the one before may. */
public enum Role {
  /** Looks, searches, compares and downloads. */
  VIEWER,
  /** Takes and describes snapshots, and restores beside the data. */
  RESEARCHER,
  /** Restores in place, holds, deletes, cleans up and repairs. */
  OPERATOR,
  /** Also changes datasets, policies, repositories, users and tokens. */
  ADMIN
}
