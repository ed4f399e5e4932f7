package org.hevelius.core.usecase;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Removal;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * Drops snapshots from storage and then from the catalog. The catalog knows of it before storage is
 * touched, so that what was interrupted between the two is settled by the next run.
 */
final class Forgetting {
  /** A removal that has not begun to remove after this time was interrupted. */
  static final Duration INTERRUPTED = Duration.ofHours(1);

  private final Context context;
  private final Strays strays;

  Forgetting(Context context) {
    this.context = context;
    this.strays = new Strays(context);
  }

  /**
   * Drops a snapshot.
   *
   * @param planned the snapshot that was looked at
   * @param force whether its holds are overruled
   * @throws HeveliusException CONFLICT if it has changed since
   */
  Snapshot forget(Snapshot planned, String action, boolean force) {
    Snapshot snapshot =
        context
            .catalog()
            .snapshot(planned.dataset(), planned.version())
            .map(strays::current)
            .orElseThrow(() -> changed(planned));
    if (!snapshot.equals(planned)) {
      throw changed(planned);
    }
    // Storage refuses to remove what isn't ours; so nothing may ever say that we began to.
    if (snapshot.kind() != SnapshotKind.ADOPTED) {
      context
          .catalog()
          .beginForget(
              snapshot,
              force,
              context.done(
                  action + " begins",
                  snapshot.reference(),
                  snapshot.isHeld()
                      ? "forced over the hold " + snapshot.holds().getFirst().reason()
                      : ""));
    }
    Map<SourceSpec.Kind, List<Capture>> groups =
        snapshot.captures().stream()
            .collect(Collectors.groupingBy(capture -> capture.source().kind()));
    groups
        .values()
        .forEach(captures -> context.provider(captures.getFirst().source()).forget(captures));
    boolean _ =
        context
            .catalog()
            .forget(snapshot, context.done(action, snapshot.reference(), snapshot.name()));
    return snapshot;
  }

  private static HeveliusException changed(Snapshot planned) {
    return new HeveliusException(
        Category.CONFLICT,
        planned.reference() + " has changed since this was planned",
        "nothing was deleted; plan again and look at it");
  }

  /**
   * Settles what an earlier run began and didn't end. What storage no longer has leaves the
   * catalog; what storage still has stays, and its removal is taken back. Storage is asked only
   * when there is something to settle, and never changed.
   */
  void settle() {
    try {
      context.catalog().removals().forEach(this::settle);
    } catch (HeveliusException e) {
      // Where storage or catalog can't be used now, the next run settles it; and who needs them in
      // this run is told by what fails then.
      return;
    }
  }

  private void settle(Removal removal) {
    Snapshot snapshot = removal.snapshot();
    long there = snapshot.captures().stream().filter(strays::isThere).count();
    if (there == 0 && !strays.takeOver(snapshot)) {
      boolean _ =
          context
              .catalog()
              .forget(
                  snapshot,
                  context.done("forget", snapshot.reference(), "completed after an interruption"));
    } else if (there == snapshot.captures().size()
        && removal.since().plus(INTERRUPTED).isBefore(context.clock().instant())) {
      boolean _ =
          context
              .catalog()
              .keep(
                  removal,
                  context.done("keep", snapshot.reference(), "its removal was interrupted"));
    }
  }
}
