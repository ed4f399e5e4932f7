package org.hevelius.core.catalog;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.runner.Run;

/**
 * What must still hold in the very transaction that records a snapshot. Whoever stood still for
 * long, and was taken for dead meanwhile, records nothing that somebody else has done again.
 */
public sealed interface Fence {
  /**
   * The run is still going, on the node that began it, and has no snapshot. The snapshot's version
   * is entered in the run by the same transaction.
   */
  record Working(Run run) implements Fence {}

  /** The lease stands under the name of its holder, lapsed or not. */
  record Holding(String lease, String holder) implements Fence {}

  /** Whether it holds at this moment. */
  default boolean stands(Catalog catalog) {
    return switch (this) {
      case Working(Run run) ->
          catalog
              .runs()
              .run(run.id())
              .filter(now -> now.state() == Run.State.RUNNING && now.node().equals(run.node()))
              .filter(now -> now.version() == null)
              .isPresent();
      case Holding(String lease, String holder) ->
          catalog.leases().lease(lease).filter(now -> now.holder().equals(holder)).isPresent();
    };
  }

  /** What is thrown when it doesn't. */
  default HeveliusException broken() {
    return new HeveliusException(
        Category.CANCELED,
        switch (this) {
          case Working(Run run) ->
              "%s: this node stood still, and the run of %s was given to another"
                  .formatted(run.dataset(), run.planned());
          case Holding(String lease, String _) ->
              "this process stood still, and \"%s\" was taken over by another".formatted(lease);
        },
        "what was read is not recorded; all earlier snapshots are as they were");
  }
}
