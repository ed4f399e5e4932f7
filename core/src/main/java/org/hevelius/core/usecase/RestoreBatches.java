package org.hevelius.core.usecase;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Restores, reverts and undoes several datasets as one plan. Each dataset is planned, guarded,
 * looked at again and carried out by itself, so that what fails leaves the others alone. Memory
 * doesn't grow with the data: of each plan only the counts and the first few actions are kept.
 */
public final class RestoreBatches implements Several.RestoreBatchUses {
  /** How many actions and problems of each dataset are kept to be shown. */
  public static final int SHOWN = 20;

  private final Context context;
  private final Restores restores;
  private final Undos undos;

  /** Use cases over these parts. */
  public RestoreBatches(Context context) {
    this(context, _ -> true);
  }

  private RestoreBatches(Context context, Predicate<DatasetName> visible) {
    this.context = context;
    this.restores = new Restores(context);
    this.undos = new Undos(context, visible);
  }

  /** The same for somebody to whom other datasets look as if they weren't there. */
  public RestoreBatches seeing(Predicate<DatasetName> seen) {
    return new RestoreBatches(context, seen);
  }

  /** See {@link Facade.RestoreUses#last}. */
  public List<DatasetName> last(boolean redo) {
    return undos.last(redo);
  }

  /**
   * How several snapshots are brought back.
   *
   * @param to absolute path of a directory, in which each dataset gets one of its own; null to
   *     restore in place
   */
  public record Request(
      List<String> paths,
      @Nullable String to,
      boolean delete,
      boolean compareContent,
      boolean verify) {
    /** Copies the paths. */
    public Request {
      paths = List.copyOf(paths);
    }
  }

  /**
   * What would be done to one of them.
   *
   * @param origins which versions have what is overwritten or deleted, by path
   */
  public record Part(RestorePlan plan, Map<String, Origin> origins) {
    /** Copies the origins. */
    public Part {
      origins = Map.copyOf(origins);
    }
  }

  /**
   * What would be done to several datasets.
   *
   * @param id names exactly these plans
   * @param parts one of each dataset, or why there can be none
   */
  public record Plan(String id, Batch<Part> parts) {
    /** The plans without what is only shown. */
    public Batch<RestorePlan> plans() {
      return parts.map(Part::plan);
    }

    /** How many actions change anything. */
    public long changes() {
      return plans().results().mapToLong(RestorePlan::changes).sum();
    }

    /** Whether live data is changed. */
    public boolean inPlace() {
      return plans().results().anyMatch(RestorePlan::inPlace);
    }
  }

  /**
   * Plans to bring back one snapshot of each dataset.
   *
   * @param planned is told of each plan as soon as it is made
   * @throws HeveliusException INVALID if a dataset has two, or two would go to the same directory
   */
  @Override
  public Plan plan(
      List<Snapshot> snapshots,
      Request request,
      Progress progress,
      Consumer<? super Batch.Item<Part>> planned,
      BooleanSupplier canceled) {
    requireOneOfEach(snapshots);
    if (request.to() != null) {
      requireOwnDirectories(snapshots);
    }
    return planned(
        snapshots.stream().map(Batch.Subject::of).toList(),
        snapshot ->
            restores.plan(
                new Restores.Request(
                    snapshot.reference(),
                    request.paths(),
                    target(request.to(), snapshot.dataset()),
                    request.delete(),
                    request.compareContent(),
                    request.verify()),
                progress,
                canceled),
        planned,
        canceled);
  }

  /** The directory of a dataset: names of datasets lie within each other, these don't. */
  private static @Nullable String target(@Nullable String to, DatasetName dataset) {
    return to == null ? null : Path.of(to).resolve(dataset.flat()).toString();
  }

  private static void requireOneOfEach(List<Snapshot> snapshots) {
    Map<DatasetName, Snapshot> seen = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      Snapshot other = seen.put(snapshot.dataset(), snapshot);
      if (other != null) {
        throw new HeveliusException(
            Category.INVALID,
            "%s and %s are versions of the same dataset"
                .formatted(other.reference(), snapshot.reference()),
            "nothing was done; one version of each dataset can be brought back at once");
      }
    }
  }

  private static void requireOwnDirectories(List<Snapshot> snapshots) {
    Map<String, DatasetName> seen = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      DatasetName other = seen.put(snapshot.dataset().flat(), snapshot.dataset());
      if (other != null) {
        throw new HeveliusException(
            Category.INVALID,
            "%s and %s would both go to the directory %s"
                .formatted(other, snapshot.dataset(), other.flat()),
            "nothing was done; restore one of them by itself");
      }
    }
  }

  /**
   * Plans to take back what changed between two versions of each dataset.
   *
   * @param from the versions to which the changes are taken back, one of each dataset
   * @param to the versions that have the changes, of the same datasets
   */
  @Override
  public Plan planRevert(
      List<Snapshot> from,
      List<Snapshot> to,
      List<String> paths,
      Progress progress,
      Consumer<? super Batch.Item<Part>> planned,
      BooleanSupplier canceled) {
    requireOneOfEach(from);
    requireOneOfEach(to);
    Map<DatasetName, Snapshot> later = new LinkedHashMap<>();
    to.forEach(snapshot -> later.put(snapshot.dataset(), snapshot));
    Set<DatasetName> both = new HashSet<>(later.keySet());
    both.retainAll(from.stream().map(Snapshot::dataset).toList());
    if (both.size() != from.size() || both.size() != to.size()) {
      throw new HeveliusException(
          Category.INVALID,
          "the two ends of the range don't mean the same datasets",
          "nothing was done; such as 'cosmos7/**@pre-mars..@latest'");
    }
    return planned(
        from.stream().map(Batch.Subject::of).toList(),
        snapshot ->
            restores.planRevert(
                snapshot.reference(),
                Objects.requireNonNull(later.get(snapshot.dataset())).reference(),
                paths,
                progress,
                canceled),
        planned,
        canceled);
  }

  /**
   * Plans to take back the last restore or revert, or the last undo, of each dataset.
   *
   * @param datasets which; empty for those of which something was done together with what would be
   *     taken back next
   */
  @Override
  public Plan planUndo(
      List<DatasetName> datasets,
      boolean redo,
      Progress progress,
      Consumer<? super Batch.Item<Part>> planned,
      BooleanSupplier canceled) {
    Set<Long> batch = new HashSet<>();
    undos.lastBatch(redo).forEach(operation -> batch.add(operation.id()));
    List<DatasetName> meant = datasets.isEmpty() ? undos.last(redo) : datasets;
    return planned(
        meant.stream().map(name -> new Batch.Subject<>(name.text(), null, name.text())).toList(),
        name -> {
          RestorePlan plan =
              redo
                  ? restores.planRedo(name, progress, canceled)
                  : restores.planUndo(name, progress, canceled);
          Operation undone = plan.undoes();
          if (datasets.isEmpty() && (undone == null || !batch.contains(undone.id()))) {
            throw new HeveliusException(
                Category.CONFLICT,
                name + " was restored again since",
                "take that back first: hevelius undo " + name);
          }
          return plan;
        },
        planned,
        canceled);
  }

  private <S> Plan planned(
      List<Batch.Subject<S>> subjects,
      Function<S, RestorePlan> planner,
      Consumer<? super Batch.Item<Part>> planned,
      BooleanSupplier canceled) {
    Batch<Part> parts =
        Batch.each(
            subjects,
            subject -> {
              RestorePlan plan = planner.apply(subject).shortened(SHOWN);
              return new Part(plan, restores.origins(plan, SHOWN, canceled));
            },
            planned,
            canceled);
    if (!parts.notBegun().isEmpty() || parts.failed().stream().anyMatch(Batch.Item::wasCanceled)) {
      throw new HeveliusException(
          Category.CANCELED, "stopped while it was planned", "nothing was changed");
    }
    return new Plan(
        PlanIds.of("batch", parts.results().map(part -> part.plan().id()).toList()), parts);
  }

  /** See {@link Restores#extras}. */
  @Override
  public RestorePlan.Count extras(RestorePlan one, Progress progress, BooleanSupplier canceled) {
    return restores.extras(one, progress, canceled);
  }

  /** Whether each plan would be the same now. */
  public boolean holds(Plan plan, Progress progress, BooleanSupplier canceled) {
    return plan.plans().results().allMatch(one -> restores.holds(one, progress, canceled));
  }

  /**
   * Carries out each plan that changes anything. A dataset that has changed since is left alone and
   * told of.
   *
   * @param done is told of each as soon as it has ended
   * @return what was done, and why the others weren't, those included that couldn't be planned
   */
  @Override
  public Batch<Restores.Result> execute(
      Plan plan,
      Progress progress,
      Consumer<? super Batch.Item<Restores.Result>> done,
      BooleanSupplier canceled) {
    Instant began = context.clock().instant();
    String batch = PlanIds.of(plan.id(), began);
    return carriedOut(
        plan.plans(),
        one ->
            one.changes() == 0
                ? new Restores.Result(one, null, one.counts(), List.of(), began, began)
                : restores.execute(one, batch, progress, canceled).shortened(SHOWN),
        done,
        canceled);
  }

  /** Does what was planned; where there is no plan its failure stays. */
  static <P, T> Batch<T> carriedOut(
      Batch<P> plans,
      Function<P, T> work,
      Consumer<? super Batch.Item<T>> done,
      BooleanSupplier canceled) {
    List<Batch.Subject<Batch.Item<P>>> subjects =
        plans.items().stream()
            .map(item -> new Batch.Subject<>(item.dataset(), item.reference(), item))
            .toList();
    return Batch.each(
        subjects,
        item -> {
          Optional<P> plan = Optional.ofNullable(item.result());
          return work.apply(plan.orElseThrow(() -> item.toException()));
        },
        done,
        canceled);
  }
}
