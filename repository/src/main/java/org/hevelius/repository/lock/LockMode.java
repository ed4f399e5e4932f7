package org.hevelius.repository.lock;

/** What a lock lets others do meanwhile. */
public enum LockMode {
  /** Others may read and add: for backup, copy and everything that only reads. */
  SHARED,
  /** Nobody else may work: for forget, prune, tag, repair, changes of keys, and check. */
  EXCLUSIVE
}
