package org.hevelius.core.usecase;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.provider.SnapshotProvider.Presence;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.jspecify.annotations.Nullable;

/** The snapshot of the present state that is taken before data is changed. */
final class Guards {
  private final Context context;

  Guards(Context context) {
    this.context = context;
  }

  /** The sources that a plan brings back and that are gone altogether: nothing there to guard. */
  List<String> missing(RestorePlan plan) {
    if (!plan.inPlace()) {
      return List.of();
    }
    Sources sources = new Sources(plan.want().captures().stream().map(Capture::source).toList());
    return sources.select(plan.paths()).keySet().stream()
        .filter(source -> context.provider(source).presence(source) == Presence.MISSING)
        .map(SourceSpec::toString)
        .toList();
  }

  /**
   * Takes it.
   *
   * @return null when nothing that is there would be touched
   * @throws HeveliusException REFUSED when a source is gone, so that no snapshot can be taken, and
   *     the plan changes others that are there
   */
  @Nullable Snapshot before(
      RestorePlan plan, String action, Progress progress, BooleanSupplier canceled) {
    if (!plan.inPlace() || plan.changes() == 0) {
      return null;
    }
    if (!plan.missing().isEmpty() && plan.missing().equals(missing(plan))) {
      requireOnlyNew(plan);
      return null;
    }
    Creation.Request request =
        Creation.Request.of(
                plan.want().dataset().text(),
                "guard: before the %s of %s".formatted(action, plan.want().reference()))
            .edit()
            .kind(SnapshotKind.GUARD)
            .build();
    return new Creation(context).create(request, progress, canceled).snapshot();
  }

  private void requireOnlyNew(RestorePlan plan) {
    if (plan.changes() == plan.count(Kind.CREATE).entries()) {
      return;
    }
    boolean several =
        new ReferenceResolver(context.catalog()).dataset(plan.want().dataset()).sources().size()
            > 1;
    throw new HeveliusException(
        Category.REFUSED,
        "%s is gone, so that no guard snapshot can be taken, and the plan also changes what is there"
            .formatted(String.join(" and ", plan.missing())),
        several
            ? "nothing was touched; bring back what is gone first, by its name: --path NAME"
            : "nothing was touched; plan again and look at it");
  }
}
