package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.Removal;
import org.hevelius.core.snapshot.Snapshot;

/**
 * The versions that a rollback destroys. The catalog knows of them before storage is touched, so
 * that a rollback that was interrupted is settled by what storage still has.
 */
final class RollbackLosses {
  private final Context context;
  private final Strays strays;
  private final List<Snapshot> doomed = new ArrayList<>();

  RollbackLosses(Context context, RollbackPlan.Way way, Snapshot guard) {
    this.context = context;
    this.strays = new Strays(context);
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    way.references().forEach(reference -> doomed.add(resolver.resolve(reference)));
    if (way.losesState()) {
      doomed.add(guard);
    }
  }

  /**
   * Notes that they will go.
   *
   * @throws HeveliusException CONFLICT or REFUSED when one has changed or is held by now; then none
   *     is noted
   */
  void begin() {
    try {
      for (Snapshot snapshot : doomed) {
        context
            .catalog()
            .beginForget(
                snapshot,
                false,
                context.done("rollback begins", snapshot.reference(), "it will be destroyed"));
      }
    } catch (RuntimeException e) {
      var _ = settle();
      throw e;
    }
  }

  /**
   * Drops from the catalog what storage doesn't have any more, and keeps the rest.
   *
   * @return the references of what was dropped
   */
  List<String> settle() {
    List<String> gone = new ArrayList<>();
    for (Removal removal : context.catalog().removals()) {
      Snapshot snapshot = removal.snapshot();
      if (doomed.stream().noneMatch(one -> one.name().equals(snapshot.name()))) {
        continue;
      }
      try {
        if (isSettledAsGone(removal)) {
          gone.add(snapshot.reference());
        }
      } catch (HeveliusException e) {
        // The note stays, and whoever opens the home next settles it.
      }
    }
    return gone;
  }

  private boolean isSettledAsGone(Removal removal) {
    Snapshot snapshot = removal.snapshot();
    if (snapshot.captures().stream().noneMatch(strays::isThere)) {
      return context
          .catalog()
          .forget(
              snapshot, context.done("forget", snapshot.reference(), "destroyed by a rollback"));
    }
    boolean _ =
        context
            .catalog()
            .keep(removal, context.done("keep", snapshot.reference(), "no rollback destroyed it"));
    return false;
  }
}
