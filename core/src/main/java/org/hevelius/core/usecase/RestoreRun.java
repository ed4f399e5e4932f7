package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreActions;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Turns a plan into orders to providers, one for each source: dry to find the actions, or to write.
 */
final class RestoreRun {
  private final Context context;
  private final RestorePlan plan;
  private final Progress progress;
  private final BooleanSupplier canceled;

  RestoreRun(Context context, RestorePlan plan, Progress progress, BooleanSupplier canceled) {
    this.context = context;
    this.plan = plan;
    this.progress = progress;
    this.canceled = canceled;
  }

  /** Finds the actions; changes nothing. */
  void dry(RestoreActions actions) {
    run(null, true, actions);
  }

  /**
   * Writes.
   *
   * @param guard holds what is overwritten or deleted; null when nothing may be
   */
  void write(@Nullable Snapshot guard, RestoreActions actions) {
    run(guard, false, actions);
  }

  private void run(@Nullable Snapshot guard, boolean dryRun, RestoreActions actions) {
    List<SourceSpec> captured = plan.want().captures().stream().map(Capture::source).toList();
    Sources sources = new Sources(captured);
    for (Map.Entry<SourceSpec, List<String>> selected : sources.select(plan.paths()).entrySet()) {
      SourceSpec source = selected.getKey();
      requireSource(source);
      Optional<Capture> base =
          Optional.ofNullable(plan.base()).flatMap(snapshot -> capture(snapshot, source));
      if (plan.base() == null || base.isPresent()) {
        String prefix = sources.prefix(source);
        context
            .provider(source)
            .restore(
                order(
                    source,
                    selected.getValue(),
                    base.orElse(null),
                    guard,
                    dryRun,
                    prefix,
                    actions));
      }
    }
  }

  private RestoreOrder order(
      SourceSpec source,
      List<String> paths,
      @Nullable Capture base,
      @Nullable Snapshot guard,
      boolean dryRun,
      String prefix,
      RestoreActions actions) {
    String target = plan.target();
    return new RestoreOrder(
        capture(plan.want(), source).orElseThrow(),
        base,
        target == null || prefix.isEmpty()
            ? target
            : target + "/" + prefix.substring(0, prefix.length() - 1),
        paths,
        plan.delete(),
        plan.inPlace() && (dryRun || guard != null),
        guard == null ? null : capture(guard, source).orElse(null),
        dryRun,
        plan.compareContent(),
        plan.verify(),
        (action, present) ->
            actions.act(
                new RestoreAction(
                    action.kind(), prefix + action.path(), action.bytes(), action.note()),
                present),
        progress,
        canceled);
  }

  /** In place only what the dataset still calls its source may be written. */
  private void requireSource(SourceSpec source) {
    if (!plan.inPlace()) {
      return;
    }
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(plan.want().dataset());
    if (!dataset.sources().contains(source)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s was captured from %s, which is no source of %s any more"
              .formatted(plan.want().reference(), source, dataset.name()),
          "restore it to another place: --to DIR");
    }
  }

  private static Optional<Capture> capture(Snapshot snapshot, SourceSpec source) {
    return snapshot.captures().stream()
        .filter(capture -> capture.source().equals(source))
        .findFirst();
  }
}
