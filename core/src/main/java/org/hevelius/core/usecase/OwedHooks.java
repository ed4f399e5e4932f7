package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.runner.OwedHook;

/**
 * Runs the hooks for afterwards of a process that has died between a snapshot's hooks. Each is
 * struck off when it has ended, so that one that was interrupted itself is run again: writers that
 * are let go twice are better than writers that are held.
 */
final class OwedHooks {
  /** How such a snapshot ended, as hooks are told. */
  static final String INTERRUPTED = "interrupted";

  private final Context context;

  OwedHooks(Context context) {
    this.context = context;
  }

  /**
   * What was run for a dataset.
   *
   * @param failures what went wrong, a sentence each
   */
  record Settled(int count, List<String> failures) {}

  /** The datasets that hooks are owed for. */
  List<String> datasets() {
    return context.catalog().hooks().owed().stream().map(OwedHook::dataset).distinct().toList();
  }

  /** Runs what is owed for a dataset, unless a living process is between its hooks. */
  Optional<Settled> settle(String dataset) {
    Optional<HookLease> lease = HookLease.take(context, dataset);
    try (HookLease held = lease.orElse(null)) {
      return held == null ? Optional.empty() : Optional.of(settle(dataset, held));
    }
  }

  /** The same under a lease that the caller has. */
  Settled settle(String dataset, HookLease lease) {
    List<OwedHook> owed = context.catalog().hooks().takeOver(dataset, lease.holder());
    List<String> failures = new ArrayList<>();
    for (OwedHook each : owed) {
      Programs.Ended ended =
          context
              .programs()
              .run(each.hook().command(), environment(each), each.hook().timeout(), () -> false);
      boolean _ = context.catalog().hooks().settle(each);
      String program = each.hook().command().getFirst();
      if (!ended.succeeded()) {
        failures.add(HookRun.text("after", each.hook(), ended));
      }
      context
          .catalog()
          .append(
              context.event(
                  "hook",
                  dataset,
                  ended.succeeded() ? Outcome.OK : Outcome.FAILED,
                  "%s, owed since the snapshot due %s was interrupted"
                      .formatted(program, each.planned())));
    }
    return new Settled(owed.size(), failures);
  }

  private static Map<String, String> environment(OwedHook owed) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("HEVELIUS_DATASET", owed.dataset());
    environment.put("HEVELIUS_SCHEDULE", owed.schedule());
    environment.put("HEVELIUS_PLANNED", owed.planned().toString());
    environment.put("HEVELIUS_RESULT", INTERRUPTED);
    environment.put("HEVELIUS_SNAPSHOT", "");
    return environment;
  }
}
