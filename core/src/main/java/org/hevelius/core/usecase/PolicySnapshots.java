package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;

/** Takes the snapshots that policies ask for, by schedule or event, as the policies say. */
public final class PolicySnapshots {
  private final Context context;

  /** Use cases over these parts. */
  public PolicySnapshots(Context context) {
    this.context = context;
  }

  /**
   * A snapshot that is due.
   *
   * @param causes the schedules and events that it is taken for, at least one
   * @param planned when it was due
   * @param tags beside those of the policy
   */
  public record Order(
      DatasetName dataset, List<TakenBy> causes, Instant planned, Map<String, String> tags) {
    /** Copies the collections. */
    public Order {
      causes = List.copyOf(causes);
      tags = Map.copyOf(tags);
    }
  }

  /** Takes one. */
  public Creation.Result take(
      Order order, EffectivePolicy policy, Progress progress, BooleanSupplier canceled) {
    Map<String, String> tags = new TreeMap<>();
    policy.get(Field.TAGS).ifPresent(tags::putAll);
    tags.putAll(order.tags());
    return new Creation(context)
        .create(
            new Creation.Request(
                order.dataset().text(),
                order.causes().getFirst().schedule(),
                null,
                tags,
                policy.get(Field.MILESTONE).orElse(null),
                SnapshotKind.SCHEDULED,
                order.causes(),
                false,
                null,
                null),
            progress,
            canceled);
  }
}
