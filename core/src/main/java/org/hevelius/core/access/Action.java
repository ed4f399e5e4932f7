package org.hevelius.core.access;

/** A kind of use, with the least role that it takes. */
public enum Action {
  /** Look, search, compare, download. */
  READ(Role.VIEWER),
  /** Take a snapshot; emit an event. */
  CREATE(Role.RESEARCHER),
  /** Tag, describe, mark as known to be good. */
  DESCRIBE(Role.RESEARCHER),
  /** Restore into another directory. */
  RESTORE_ASIDE(Role.RESEARCHER),
  /** Restore over the data itself, revert, undo. */
  RESTORE_IN_PLACE(Role.OPERATOR),
  /** Hold, release and publish. */
  HOLD(Role.OPERATOR),
  /** Delete, clean up. */
  DELETE(Role.OPERATOR),
  /** Check and repair repositories and the catalog; read the audit trail. */
  MAINTAIN(Role.OPERATOR),
  /** Change datasets and policies. */
  CONFIGURE(Role.ADMIN),
  /** Change users, tokens and repositories. */
  ADMINISTER(Role.ADMIN);

  private final Role least;

  Action(Role least) {
    this.least = least;
  }

  /** The least role that may do it. */
  public Role least() {
    return least;
  }
}
