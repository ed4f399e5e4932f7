package org.hevelius.core.provider;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.SnapshotTree;

/**
 * The port to one kind of source. Failures are {@link HeveliusException}s.
 *
 * <p>A capture that {@link PendingCapture#publish} has given is durable, complete and immutable.
 * Nothing that this port does removes a capture but {@link #forget}. Only use cases call it.
 */
public interface SnapshotProvider {
  /** The kind of source that it takes. */
  SourceSpec.Kind kind();

  /**
   * Looks whether a source can be captured now.
   *
   * @throws HeveliusException INVALID or UNAVAILABLE, saying why not
   */
  void probe(SourceSpec source);

  /**
   * What its storage can do for a source beside what every provider does: an answer for each
   * capability.
   *
   * @throws HeveliusException INVALID or UNAVAILABLE when it can't be asked
   */
  List<Support> capabilities(SourceSpec source);

  /** What stands in the place of a source. */
  enum Presence {
    /** Something. */
    THERE,
    /** Nothing, as where a disk isn't mounted. */
    EMPTY,
    /** There is no such place. */
    MISSING
  }

  /**
   * What stands in the place of a source now.
   *
   * @throws HeveliusException INVALID or UNAVAILABLE when that can't be known
   */
  default Presence presence(SourceSpec source) {
    return Presence.THERE;
  }

  /**
   * The bytes that can be written now in the place of a source, as its storage says; empty when it
   * doesn't.
   */
  default OptionalLong room(SourceSpec source) {
    return OptionalLong.empty();
  }

  /**
   * Reads and stores sources. Together they become visible by {@link PendingCapture#publish}, or
   * not at all.
   *
   * @throws HeveliusException UNAVAILABLE when a source isn't there; FULL; CONFLICT when another
   *     process is in the way
   */
  PendingCapture capture(CaptureRequest request);

  /** Opens a capture for reading: the root of the tree is the root of the source. */
  SnapshotTree open(Capture capture);

  /** The present state of a dataset's source, without what the dataset excludes. */
  SnapshotTree live(Dataset dataset, SourceSpec source);

  /**
   * Restores, or only finds what a restore would do. Order: target directories first, their times
   * last.
   */
  void restore(RestoreOrder order);

  /**
   * Puts another manifest into the captures of one snapshot, which may give them other ids. The new
   * form is durable before the old one goes.
   *
   * @return the captures as they are now, in the same order
   */
  List<Capture> annotate(List<Capture> captures, Manifest manifest);

  /**
   * Forgets the captures of one snapshot; their bytes are freed by pruning. One that is gone
   * already is no error.
   */
  void forget(List<Capture> captures);

  /**
   * Whether a capture is still there, exactly as recorded.
   *
   * @throws HeveliusException UNAVAILABLE when that can't be known now
   */
  boolean exists(Capture capture);

  /** One look at what there is, for asking about many captures. */
  @FunctionalInterface
  interface Look {
    /** As {@link SnapshotProvider#exists}; what came or went since the look began may count. */
    boolean exists(Capture capture);
  }

  /**
   * Looks at what there is. Asking it of many captures is cheaper than {@link #exists} where
   * storage can be listed. For one thread, and a short time.
   */
  default Look look() {
    return this::exists;
  }

  /**
   * All snapshots that Hevelius made and that can be found in the storage behind this provider, by
   * this home or another one: the manifest tells.
   */
  Stream<Recovered> recover();

  /**
   * Those snapshots of one dataset whose versions are wanted, oldest first; cheaper than {@link
   * #recover()} where storage can be asked for them.
   */
  default List<Recovered> recover(Dataset dataset, LongPredicate wanted) {
    try (Stream<Recovered> all = recover()) {
      return all.filter(found -> found.manifest().snapshot().dataset().equals(dataset.name()))
          .filter(found -> wanted.test(found.manifest().snapshot().version()))
          .sorted(Comparator.comparingLong(found -> found.manifest().snapshot().version()))
          .toList();
    }
  }
}
