package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.jspecify.annotations.Nullable;

/**
 * Does the same to several datasets or snapshots. What is meant is resolved to an exact list before
 * anything happens; then one after the other is done, and what fails leaves the others alone.
 */
public final class Batches implements Several.BatchUses {
  private final Context context;
  private final Predicate<DatasetName> visible;

  /** Use cases over these parts. */
  public Batches(Context context) {
    this(context, _ -> true);
  }

  private Batches(Context context, Predicate<DatasetName> visible) {
    this.context = context;
    this.visible = visible;
  }

  /** The same for somebody to whom other datasets look as if they weren't there. */
  public Batches seeing(Predicate<DatasetName> seen) {
    return new Batches(context, seen);
  }

  /**
   * The datasets that a selection means, in the order in which they were named, each once.
   *
   * @throws HeveliusException NOT_FOUND if anything that was named means none; INVALID if they are
   *     more than {@link Batch#MOST}
   */
  @Override
  public List<Dataset> datasets(Selection selection) {
    List<Dataset> known =
        context.catalog().datasets().stream().filter(d -> visible.test(d.name())).toList();
    List<Dataset> meant = selection.among(known);
    requireFew(meant.size(), "datasets");
    return meant;
  }

  private static void requireFew(int count, String what) {
    if (count > Batch.MOST) {
      throw new HeveliusException(
          Category.INVALID,
          "more than %,d %s are meant".formatted(Batch.MOST, what),
          "nothing was done; name fewer at once");
    }
  }

  /**
   * The snapshots that are meant, in the order in which they were named, or newest first, each
   * once. Beside the references of single snapshots there are {@code cosmos7/**@latest}, {@code
   * @known-good}, a short name or a moment, which mean one snapshot of each dataset of the
   * hierarchy; {@code latest} is the newest that isn't a guard there.
   *
   * @throws HeveliusException as {@link ReferenceResolver#resolve(String)}; NOT_FOUND also if one
   *     dataset of a hierarchy has no such snapshot, or there is none at all
   */
  @Override
  public List<Snapshot> snapshots(Choice choice) {
    return requireSome(choice.isQuery() ? queried(choice) : referred(choice));
  }

  private List<Snapshot> referred(Choice choice) {
    Map<String, Snapshot> found = new LinkedHashMap<>();
    for (String reference : choice.named()) {
      List<Snapshot> meant =
          Selection.isPattern(reference)
              ? ofEach(reference, choice.where())
              : one(reference, choice.where());
      meant.forEach(snapshot -> found.putIfAbsent(snapshot.reference(), snapshot));
    }
    requireFew(found.size(), "snapshots");
    return List.copyOf(found.values());
  }

  private List<Snapshot> one(String reference, List<String> where) {
    Snapshot snapshot = visible(new ReferenceResolver(context.catalog()).resolve(reference));
    boolean meant =
        where.isEmpty()
            || context
                .catalog()
                .dataset(snapshot.dataset())
                .filter(dataset -> dataset.isTagged(where))
                .isPresent();
    return meant ? List.of(snapshot) : List.of();
  }

  private Snapshot visible(Snapshot snapshot) {
    if (!visible.test(snapshot.dataset())) {
      throw new HeveliusException(
          Category.NOT_FOUND, "there is no dataset " + snapshot.dataset(), "nothing was done");
    }
    return snapshot;
  }

  private List<Snapshot> ofEach(String reference, List<String> where) {
    int at = reference.indexOf('@');
    if (at < 0) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + reference + "\" doesn't say which snapshot of each dataset is meant",
          "nothing was done; write for example '" + reference + "@latest'");
    }
    String wanted = reference.substring(at + 1);
    List<Snapshot> found = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (Dataset dataset : datasets(Selection.of(List.of(reference.substring(0, at)), where))) {
      Reference one = Reference.parse(dataset.name() + "@" + wanted);
      if (one instanceof Reference.Version) {
        throw new HeveliusException(
            Category.INVALID,
            "\"%s\": the number %s means something else in each dataset"
                .formatted(reference, wanted),
            "nothing was done; a hierarchy takes @latest, @known-good, a short name or a moment");
      }
      resolved(one).ifPresentOrElse(found::add, () -> without.add(dataset.name().text()));
    }
    if (!without.isEmpty()) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "%d of the %d datasets of %s have no snapshot @%s: %s%s"
              .formatted(
                  without.size(),
                  without.size() + found.size(),
                  reference.substring(0, at),
                  wanted,
                  String.join(", ", without.stream().limit(10).toList()),
                  without.size() > 10 ? " and more" : ""),
          "nothing was done"
              + (found.isEmpty()
                  ? ""
                  : "; those that have one: "
                      + String.join(
                          " ", found.stream().limit(20).map(Snapshot::reference).toList())));
    }
    return found;
  }

  private Optional<Snapshot> resolved(Reference reference) {
    if (reference instanceof Reference.Latest(DatasetName dataset)) {
      return newest(SnapshotQuery.of(dataset));
    }
    try {
      return Optional.of(new ReferenceResolver(context.catalog()).resolve(reference));
    } catch (HeveliusException e) {
      if (e.category() == Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Guards come into being by restores: a restore that is repeated must not bring one back. */
  private Optional<Snapshot> newest(SnapshotQuery query) {
    try (Stream<Snapshot> all = context.catalog().snapshots(query)) {
      return all.filter(snapshot -> snapshot.kind() != SnapshotKind.GUARD).findFirst();
    }
  }

  private List<Dataset> among(Choice choice) {
    List<String> named = choice.named().isEmpty() ? List.of("**") : choice.named();
    return datasets(Selection.of(named, choice.where()));
  }

  private List<Snapshot> queried(Choice choice) {
    Set<DatasetName> meant = among(choice).stream().map(Dataset::name).collect(Collectors.toSet());
    Map<String, Snapshot> found = new LinkedHashMap<>();
    for (String text : choice.named().isEmpty() ? List.of("**") : choice.named()) {
      SnapshotQuery query =
          switch (Selection.Term.parse(text)) {
            case Selection.One(DatasetName name) -> choice.query().in(name);
            case Selection.Below(DatasetName top) -> choice.query().within(top);
            case Selection.All() -> choice.query();
          };
      try (Stream<Snapshot> all = context.catalog().snapshots(query)) {
        all.filter(snapshot -> meant.contains(snapshot.dataset()))
            .limit(Batch.MOST + 1L)
            .forEach(snapshot -> found.putIfAbsent(snapshot.reference(), snapshot));
      }
    }
    requireFew(found.size(), "snapshots");
    return List.copyOf(found.values());
  }

  /**
   * The snapshots that are meant; where there are conditions on snapshots the newest of each
   * dataset that fits, guards apart. Datasets of which none does are left out.
   *
   * @throws HeveliusException as {@link #snapshots(Choice)}
   */
  @Override
  public List<Snapshot> oneOfEach(Choice choice) {
    return choice.isQuery()
        ? requireSome(
            among(choice).stream()
                .map(dataset -> newest(choice.query().in(dataset.name())))
                .flatMap(Optional::stream)
                .toList())
        : snapshots(choice);
  }

  private static List<Snapshot> requireSome(List<Snapshot> found) {
    if (found.isEmpty()) {
      throw new HeveliusException(
          Category.NOT_FOUND, "no snapshot is like that", "nothing was done");
    }
    return found;
  }

  /**
   * Takes a snapshot of each.
   *
   * @param request what each is; its dataset isn't used
   * @param done is told of each as soon as it has ended
   * @throws HeveliusException if what the request says can't be for all of them; then nothing was
   *     taken
   */
  @Override
  public Batch<Creation.Result> create(
      List<Dataset> datasets,
      Creation.Request request,
      Progress progress,
      Consumer<? super Batch.Item<Creation.Result>> done,
      BooleanSupplier canceled) {
    Creation creation = new Creation(context);
    if (!datasets.isEmpty()) {
      requireFree(datasets, request.shortName());
      creation.check(request.edit().dataset(datasets.getFirst().name().text()).build());
    }
    return Batch.each(
        datasets.stream().map(Batch.Subject::of).toList(),
        dataset ->
            creation.create(
                request.edit().dataset(dataset.name().text()).build(), progress, canceled),
        done,
        canceled);
  }

  private void requireFree(List<Dataset> datasets, @Nullable String shortName) {
    if (shortName == null) {
      return;
    }
    List<String> taken = new ArrayList<>();
    List<String> free = new ArrayList<>();
    for (Dataset dataset : datasets) {
      boolean used = context.catalog().byShortName(dataset.name(), shortName).isPresent();
      (used ? taken : free).add(dataset.name().text());
    }
    if (!taken.isEmpty()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%d of the %d datasets have a snapshot called \"%s\" already: %s"
              .formatted(
                  taken.size(),
                  datasets.size(),
                  shortName,
                  String.join(", ", taken.stream().limit(10).toList())),
          "nothing was taken; a short name is unique in its dataset"
              + (free.isEmpty()
                  ? ""
                  : "; those without it: " + String.join(" ", free.stream().limit(50).toList())));
    }
  }

  /** Says the same of each. */
  @Override
  public Batch<Snapshot> mark(List<Snapshot> snapshots, Mark mark, BooleanSupplier canceled) {
    Snapshots one = new Snapshots(context);
    return Batch.each(
        snapshots.stream().map(Batch.Subject::of).toList(),
        snapshot -> mark.of(snapshot.reference(), one),
        _ -> {},
        canceled);
  }

  /**
   * What deleting several snapshots would do.
   *
   * @param id names exactly these deletions
   * @param plans what each would do, or why it stays
   */
  public record Deletion(String id, Batch<Snapshots.DeletePlan> plans) {}

  /** Plans to delete each; what may not be deleted stands in the plan with the reason. */
  @Override
  public Deletion planDelete(List<Snapshot> snapshots, boolean force) {
    Snapshots one = new Snapshots(context);
    Batch<Snapshots.DeletePlan> plans =
        Batch.each(
            snapshots.stream().map(Batch.Subject::of).toList(),
            snapshot -> one.planDelete(snapshot.reference(), force),
            _ -> {},
            () -> false);
    return new Deletion(
        PlanIds.of("delete", plans.results().map(Snapshots.DeletePlan::id).toList()), plans);
  }

  /** Whether each deletion would be the same now. */
  public boolean holds(Deletion deletion) {
    Snapshots one = new Snapshots(context);
    return deletion
        .plans()
        .results()
        .allMatch(
            plan -> {
              try {
                return one.planDelete(plan.snapshot().reference(), plan.force())
                    .id()
                    .equals(plan.id());
              } catch (HeveliusException e) {
                // Gone, or held meanwhile.
                return false;
              }
            });
  }

  /**
   * Deletes as planned; a snapshot that has changed since stays.
   *
   * @return what was deleted, and why the others weren't, those included that the plan left alone
   */
  @Override
  public Batch<Snapshots.DeletePlan> delete(Deletion deletion, BooleanSupplier canceled) {
    Snapshots one = new Snapshots(context);
    return RestoreBatches.carriedOut(
        deletion.plans(),
        plan -> {
          var _ = one.delete(plan);
          return plan;
        },
        _ -> {},
        canceled);
  }
}
