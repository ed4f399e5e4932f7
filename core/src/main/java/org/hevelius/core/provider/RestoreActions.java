package org.hevelius.core.provider;

/** Told what a restore does, or would do, from several threads and in no order. */
@FunctionalInterface
public interface RestoreActions {
  /**
   * One action.
   *
   * @param present tells what stands there apart from everything else that ever stood there, as far
   *     as the storage can say without reading it: a plan is only true while it is the same. Empty
   *     when nothing is there, or for a directory. Not for people
   */
  void act(RestoreAction action, String present);
}
