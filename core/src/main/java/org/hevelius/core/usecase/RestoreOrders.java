package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Turns a restore of a dataset into an order for the provider of each of its sources. */
final class RestoreOrders {
  private final Context context;

  RestoreOrders(Context context) {
    this.context = context;
  }

  /**
   * Has every source restored, or only looked at in a dry run; {@code sink} is told each action
   * with its path in the dataset.
   */
  void run(
      RestorePlan plan,
      @Nullable Snapshot guard,
      boolean dryRun,
      Consumer<RestoreAction> sink,
      Progress progress,
      BooleanSupplier canceled) {
    List<SourceSpec> captured = plan.want().captures().stream().map(Capture::source).toList();
    Sources sources = new Sources(captured);
    for (Map.Entry<SourceSpec, List<String>> selected : sources.select(plan.paths()).entrySet()) {
      SourceSpec source = selected.getKey();
      requireSource(plan, source);
      String prefix = sources.prefix(source);
      RestoreOrder order =
          new RestoreOrder(
              capture(plan.want(), source).orElseThrow(),
              plan.base() == null ? null : capture(plan.base(), source).orElse(null),
              plan.target() == null
                  ? null
                  : plan.target() + (prefix.isEmpty() ? "" : "/" + prefix.replace("/", "")),
              selected.getValue(),
              plan.delete(),
              plan.inPlace(),
              guard == null ? null : capture(guard, source).orElse(null),
              dryRun,
              plan.compareContent(),
              plan.verify(),
              action ->
                  sink.accept(
                      new RestoreAction(
                          action.kind(), prefix + action.path(), action.bytes(), action.note())),
              progress,
              canceled);
      if (plan.base() == null || order.base() != null) {
        context.provider(source).restore(order);
      }
    }
  }

  /** In place only what the dataset still calls its source may be written. */
  private void requireSource(RestorePlan plan, SourceSpec source) {
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
