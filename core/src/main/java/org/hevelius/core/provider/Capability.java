package org.hevelius.core.provider;

import java.util.Locale;

/**
 * Something that storage can do for a source beside what every provider does. Whether it can is
 * asked of each source when it matters, and never assumed of a kind of storage.
 */
public enum Capability {
  /** Several sources, or all of what lies below one, are taken at one instant. */
  ATOMIC_SET,
  /** Storage that is mounted below the source is taken with it. */
  RECURSIVE,
  /** What a dataset excludes is left out. */
  EXCLUDES,
  /** The storage itself refuses to remove a capture that is held. */
  HOLD,
  /** The storage keeps what is known of a snapshot with its captures. */
  LABELS,
  /** The whole source can be put back at once, whatever its size. */
  ROLLBACK,
  /** Such a rollback leaves newer snapshots as they are. */
  ROLLBACK_KEEPS_NEWER,
  /** The storage knows what differs between two captures without reading both. */
  NATIVE_DIFF,
  /** The storage tells exactly how many bytes would be free without some captures. */
  EXACT_RECLAIM,
  /** Who may write the data can't change or remove a capture. */
  IMMUTABLE_TO_OWNER,
  /** A capture can be looked at below a path of this machine. */
  BROWSE_PATH,
  /** The storage removes a capture at its time by itself. */
  EXPIRY,
  /** The storage takes captures at set times by itself. */
  SCHEDULE,
  /** The storage brings captures to another place by itself. */
  REPLICATION,
  /** A capture can be had as data to write to, at once. */
  CLONE;

  /** As it is shown to people and programs. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** That the storage can. */
  public Support yes() {
    return new Support(this, true, "");
  }

  /** That the storage can, with something to know about it. */
  public Support yes(String note) {
    return new Support(this, true, note);
  }

  /**
   * That it can't.
   *
   * @param why in a few words
   */
  public Support no(String why) {
    return new Support(this, false, why);
  }
}
