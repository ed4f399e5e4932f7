package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Growth;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.Space;
import org.jspecify.annotations.Nullable;

/**
 * Storage in numbers, as the last round saw it: who asks for numbers waits for no storage. What is
 * older than three rounds isn't told, since another node looks then, or nobody.
 */
final class StorageGauges implements MetricSource {
  private static final int ROUNDS = 3;

  /**
   * A system.
   *
   * @param space null when it didn't answer
   * @param grade the worst that was found
   * @param alarms how many it raises itself
   */
  record Seen(String system, @Nullable Space space, List<ViewUse> views, Grade grade, long alarms) {
    /** Copies the list. */
    Seen {
      views = List.copyOf(views);
    }
  }

  /** A view that has limits. */
  record ViewUse(Quota quota, @Nullable Growth growth) {}

  private record Round(Instant time, Duration pause, List<Seen> systems) {}

  private final Context context;
  private final Map<String, LongAdder> expansions = new ConcurrentHashMap<>();
  private volatile @Nullable Round last;

  StorageGauges(Context context) {
    this.context = context;
    List.of("done", "refused", "planned").forEach(how -> expansions.put(how, new LongAdder()));
  }

  /** Takes over what a round saw. */
  void saw(Duration pause, List<Seen> systems) {
    last = new Round(context.clock().instant(), pause, List.copyOf(systems));
  }

  /** Counts what a rule did. */
  void expansion(String how) {
    expansions.computeIfAbsent(how, _ -> new LongAdder()).increment();
  }

  private static Metric.Builder gauge(String name, String help) {
    return new Metric.Builder("hevelius_" + name, Metric.Type.GAUGE, help);
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder total = gauge("storage_bytes", "Size of a storage system.");
    Metric.Builder used = gauge("storage_used_bytes", "Bytes of it that are used.");
    Metric.Builder grade =
        gauge(
            "storage_grade",
            "The worst that was found of it: 0 all is well, 1 worth a look, 2 act soon, 3 work"
                + " stops.");
    Metric.Builder alarms = gauge("storage_alarms", "Alarms that it raises itself.");
    Metric.Builder viewUsed = gauge("view_used_bytes", "Bytes in a view that has limits.");
    Metric.Builder limit = gauge("view_limit_bytes", "The limit of the view that counts.");
    Metric.Builder full =
        gauge(
            "view_full_timestamp_seconds",
            "When the view is full at the rate of the last 30 days; absent when that isn't within"
                + " ten years.");
    for (Seen seen : present()) {
      Space space = seen.space();
      if (space != null) {
        total.add("system", seen.system(), space.totalBytes());
        used.add("system", seen.system(), space.usedBytes());
      }
      grade.add("system", seen.system(), number(seen.grade()));
      alarms.add("system", seen.system(), seen.alarms());
      for (ViewUse use : seen.views()) {
        String view = use.quota().view();
        viewUsed.add("view", view, use.quota().usedBytes());
        Long top = use.quota().limits().top();
        if (top != null) {
          limit.add("view", view, top);
        }
        Growth growth = use.growth();
        Instant end = growth == null ? null : growth.full();
        if (end != null) {
          full.add("view", view, end.getEpochSecond());
        }
      }
    }
    Metric.Builder grown =
        new Metric.Builder(
            "hevelius_quota_expansions_total",
            Metric.Type.COUNTER,
            "What rules made of limits that should grow, of this service since its start.");
    expansions.forEach((how, count) -> grown.add("result", how, count.sum()));
    return List.of(
        total.build(),
        used.build(),
        grade.build(),
        alarms.build(),
        viewUsed.build(),
        limit.build(),
        full.build(),
        grown.build());
  }

  private static int number(Grade grade) {
    return switch (grade) {
      case OK -> 0;
      case WARN -> 1;
      case ALERT -> 2;
      case CRITICAL -> 3;
    };
  }

  private List<Seen> present() {
    Round round = last;
    return round == null
            || round
                .time()
                .plus(round.pause().multipliedBy(ROUNDS))
                .isBefore(context.clock().instant())
        ? List.of()
        : round.systems();
  }
}
