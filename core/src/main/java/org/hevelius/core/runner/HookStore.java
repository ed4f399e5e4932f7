package org.hevelius.core.runner;

import java.util.List;
import org.hevelius.core.HeveliusException;

/**
 * The hooks that are owed. Stands in the catalog, under the same promises of atomicity, concurrency
 * and errors ({@link HeveliusException}). A rebuild of the catalog leaves it alone.
 */
public interface HookStore {
  /**
   * Records hooks, all or none.
   *
   * @throws HeveliusException CONFLICT when some are owed for that dataset already
   */
  void owe(List<OwedHook> hooks);

  /** All that are owed, by dataset, in the order in which they are to be run. */
  List<OwedHook> owed();

  /**
   * Gives all that are owed for a dataset into other hands.
   *
   * @return these, in the order in which they are to be run
   */
  List<OwedHook> takeOver(String dataset, String holder);

  /**
   * A hook was run.
   *
   * @return whether it was owed, by this holder; otherwise nothing has changed
   */
  boolean settle(OwedHook hook);
}
