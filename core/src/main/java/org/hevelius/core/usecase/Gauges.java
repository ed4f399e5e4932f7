package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.TakenBy;

/** The state of a home in numbers, as the catalog has it. */
public final class Gauges implements MetricSource {
  private static final int CHECKS_LOOKED_AT = 100;

  private final Context context;
  private final RepositorySizes sizes;
  private final SourceSpaces spaces;
  private List<Policy> policies = List.of();
  private Map<String, Optional<EffectivePolicy>> effective = Map.of();

  /** Use cases over these parts. */
  public Gauges(Context context) {
    this.context = context;
    this.sizes = new RepositorySizes(context);
    this.spaces = new SourceSpaces(context);
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    List<FigureStore.DatasetFigure> figures = context.catalog().figures().datasets();
    datasets(figures, metrics);
    sizes(figures, metrics);
    repositories(figures, metrics);
    Set<String> names = new TreeSet<>();
    figures.forEach(figure -> names.add(figure.dataset()));
    metrics.addAll(new WorkGauges(context.catalog().figures()).metrics(names));
    metrics.add(filled());
    metrics.addAll(ImpactGauges.metrics(context.catalog().impacts(), names));
    return metrics;
  }

  /** The fullest source of each dataset. */
  private Metric filled() {
    Map<String, Double> shares = new TreeMap<>();
    spaces.all().forEach(filled -> shares.merge(filled.dataset(), filled.share(), Math::max));
    Metric.Builder metric =
        new Metric.Builder(
            "hevelius_source_space_used_ratio",
            Metric.Type.GAUGE,
            "How full the space of the fullest source is whose storage snapshots by itself.");
    shares.forEach((dataset, share) -> metric.addFraction("dataset", dataset, share));
    return metric.build();
  }

  /** Where storage takes snapshots itself, nothing may only mean that it doesn't tell. */
  private boolean isCounted(FigureStore.DatasetFigure figure) {
    return context
        .catalog()
        .dataset(DatasetName.of(figure.dataset()))
        .map(dataset -> dataset.sources().stream().noneMatch(this::isNative))
        .orElse(true);
  }

  private boolean isNative(SourceSpec source) {
    return context.providers().get(source.kind()) instanceof NativeStorage;
  }

  private void sizes(List<FigureStore.DatasetFigure> figures, List<Metric> metrics) {
    Metric.Builder bytes =
        new Metric.Builder(
            "hevelius_dataset_bytes",
            Metric.Type.GAUGE,
            "Size of the data in the newest snapshot.");
    Metric.Builder stored =
        new Metric.Builder(
            "hevelius_dataset_stored_bytes",
            Metric.Type.GAUGE,
            "Bytes that all snapshots of the dataset have added in storage.");
    Metric.Builder overhead =
        new Metric.Builder(
            "hevelius_dataset_overhead_ratio",
            Metric.Type.GAUGE,
            "What all snapshots but the oldest have added in storage, against the data of the"
                + " newest.");
    for (FigureStore.DatasetFigure figure : figures) {
      if (figure.snapshots() > 0) {
        if (figure.bytes() > 0 || isCounted(figure)) {
          bytes.add("dataset", figure.dataset(), figure.bytes());
        }
        if (figure.storedBytes() > 0 || isCounted(figure)) {
          stored.add("dataset", figure.dataset(), figure.storedBytes());
        }
      }
      if (figure.bytes() > 0) {
        double history = (double) (figure.storedBytes() - figure.firstBytes());
        overhead.addFraction("dataset", figure.dataset(), history / figure.bytes());
      }
    }
    metrics.addAll(List.of(bytes.build(), stored.build(), overhead.build()));
  }

  private void datasets(List<FigureStore.DatasetFigure> figures, List<Metric> metrics) {
    Metric.Builder newest =
        new Metric.Builder(
            "hevelius_snapshot_last_success_timestamp_seconds",
            Metric.Type.GAUGE,
            "Time of the newest snapshot; the dataset's creation while it has none.");
    Metric.Builder count =
        new Metric.Builder(
            "hevelius_snapshots", Metric.Type.GAUGE, "Snapshots that the dataset has.");
    Metric.Builder rpo =
        new Metric.Builder(
            "hevelius_dataset_rpo_seconds",
            Metric.Type.GAUGE,
            "How old the newest snapshot may be; 26 hours where no policy says it.");
    Metric.Builder next =
        new Metric.Builder(
            "hevelius_policy_next_run_timestamp_seconds",
            Metric.Type.GAUGE,
            "When the dataset's next run is due; in the past while one is due and not begun.");
    Map<String, Optional<EffectivePolicy>> holding = holding(figures);
    Map<String, Map<TakenBy, Instant>> marks = marks();
    DrillGauges drills = new DrillGauges(context);
    for (FigureStore.DatasetFigure figure : figures) {
      String name = figure.dataset();
      newest.add(
          "dataset",
          name,
          (figure.newest() == null ? figure.created() : figure.newest()).getEpochSecond());
      count.add("dataset", name, figure.snapshots());
      Optional<EffectivePolicy> policy = holding.getOrDefault(name, Optional.empty());
      drills.add(name, policy);
      rpo.add("dataset", name, Rpo.of(policy).length().toSeconds());
      policy
          .flatMap(p -> next(p, marks.getOrDefault(name, Map.of())))
          .ifPresent(time -> next.add("dataset", name, time.getEpochSecond()));
    }
    metrics.addAll(List.of(newest.build(), count.build(), rpo.build(), next.build()));
    metrics.addAll(drills.metrics());
  }

  /** How far each schedule has come, by dataset. */
  private Map<String, Map<TakenBy, Instant>> marks() {
    Map<String, Map<TakenBy, Instant>> marks = new HashMap<>();
    for (RunStore.Mark mark : context.catalog().runs().marks()) {
      marks
          .computeIfAbsent(mark.dataset(), _ -> new HashMap<>())
          .put(mark.schedule(), mark.through());
    }
    return marks;
  }

  /** The first due time that nothing was entered for yet. */
  private Optional<Instant> next(EffectivePolicy policy, Map<TakenBy, Instant> marks) {
    Instant now = context.clock().instant();
    return policy.schedules().stream()
        .map(schedule -> schedule.next(marks.getOrDefault(schedule.identity(), now)))
        .flatMap(Optional::stream)
        .map(EffectiveSchedule.Due::time)
        .min(Comparator.naturalOrder());
  }

  /** What holds for each dataset; worked out anew when a policy has changed. */
  private synchronized Map<String, Optional<EffectivePolicy>> holding(
      List<FigureStore.DatasetFigure> figures) {
    List<Policy> present = context.catalog().policies();
    Map<String, Optional<EffectivePolicy>> before = present.equals(policies) ? effective : Map.of();
    Policies all = new Policies(present);
    Map<String, Optional<EffectivePolicy>> now = HashMap.newHashMap(figures.size());
    for (FigureStore.DatasetFigure figure : figures) {
      String name = figure.dataset();
      Optional<EffectivePolicy> known = before.get(name);
      now.put(name, known == null ? policy(all, name) : known);
    }
    policies = present;
    effective = now;
    return now;
  }

  private static Optional<EffectivePolicy> policy(Policies policies, String dataset) {
    try {
      return Optional.of(policies.of(DatasetName.of(dataset), false))
          .filter(EffectivePolicy::isPresent);
    } catch (HeveliusException e) {
      // Policies that contradict each other are told where they are applied and explained.
      return Optional.empty();
    }
  }

  private void repositories(List<FigureStore.DatasetFigure> figures, List<Metric> metrics) {
    Metric.Builder used =
        new Metric.Builder(
            "hevelius_repository_bytes",
            Metric.Type.GAUGE,
            "Bytes that all files of the repository take, measured every 10 minutes.");
    Metric.Builder free =
        new Metric.Builder(
            "hevelius_repository_free_bytes",
            Metric.Type.GAUGE,
            "Bytes that are free where the repository lies.");
    Metric.Builder sound =
        new Metric.Builder(
            "hevelius_repository_check_ok",
            Metric.Type.GAUGE,
            "1 when the last check found nothing wrong, else 0; absent while there was none.");
    Metric.Builder last =
        new Metric.Builder(
            "hevelius_repository_check_last_success_timestamp_seconds",
            Metric.Type.GAUGE,
            "Time of the last check that found nothing wrong; while there was none, the creation of"
                + " the repository's first dataset.");
    List<AuditEntry> checks = context.catalog().figures().newest("check", CHECKS_LOOKED_AT);
    for (String name : context.repositories().names()) {
      sizes.bytes(name).ifPresent(bytes -> used.add("repository", name, bytes));
      context
          .repositories()
          .freeBytes(name)
          .ifPresent(bytes -> free.add("repository", name, bytes));
      List<AuditEntry> own =
          checks.stream()
              .filter(check -> check.event().outcome() == Outcome.OK)
              .filter(
                  check -> check.event().target().isEmpty() || check.event().target().equals(name))
              .toList();
      own.stream()
          .findFirst()
          .ifPresent(check -> sound.add("repository", name, isSound(check) ? 1 : 0));
      own.stream()
          .filter(Gauges::isSound)
          .findFirst()
          .map(check -> check.event().time())
          .or(() -> first(figures, name))
          .ifPresent(time -> last.add("repository", name, time.getEpochSecond()));
    }
    metrics.addAll(List.of(used.build(), free.build(), sound.build(), last.build()));
  }

  /** Since when a repository is used. */
  private static Optional<Instant> first(List<FigureStore.DatasetFigure> figures, String name) {
    return figures.stream()
        .filter(figure -> figure.repository().equals(name))
        .map(FigureStore.DatasetFigure::created)
        .min(Comparator.naturalOrder());
  }

  private static boolean isSound(AuditEntry check) {
    return check.event().detail().equals("sound");
  }
}
