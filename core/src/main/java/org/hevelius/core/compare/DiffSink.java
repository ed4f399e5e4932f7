package org.hevelius.core.compare;

/** Takes the changes while two trees are walked, all on the walking thread. */
@FunctionalInterface
public interface DiffSink {
  /**
   * Takes one change. A directory comes before what is in it, and entries of one directory come in
   * the order of their raw names. An exception ends the walk.
   */
  void accept(Change change);

  /** A directory is about to be read: the place for progress and for stopping (by throwing). */
  default void entering(String directory) {}
}
