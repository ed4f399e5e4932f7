package org.hevelius.core.usecase;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots of copies that somebody made by hand, each with the moment of its copy. They are
 * recorded as versions of the dataset's own source, so that they can be compared with later ones
 * and restored in its place. The copies are only read.
 */
public final class Imports {
  /** The tag that keeps the name of the copy, by which it is known again. */
  public static final String TAG = "imported";

  private final Context context;

  /** Use cases over these parts. */
  public Imports(Context context) {
    this.context = context;
  }

  /**
   * Copies to import.
   *
   * @param add how the dataset is added when there is none of its name; empty when it must be there
   * @param directories absolute paths of the copies; one that is named twice counts once
   * @param zone of the moments in their names
   * @param byTime whether the newest modification of a file says the moment, and not the name
   * @param permanent whether the snapshots are held from the start
   */
  public record Request(
      String dataset,
      Optional<Datasets.AddRequest> add,
      List<String> directories,
      ZoneId zone,
      boolean byTime,
      boolean permanent) {
    /** Copies the list. */
    public Request {
      directories = List.copyOf(directories);
    }
  }

  /**
   * What becomes of one copy.
   *
   * @param name the last part of its path
   * @param moment null when it isn't known
   * @param version the one that it will be, or is already; null when it is refused
   * @param known whether it was imported before
   * @param problem why it is refused; null when it isn't
   */
  public record Copy(
      String directory,
      String name,
      @Nullable Instant moment,
      @Nullable Long version,
      boolean known,
      @Nullable String problem) {
    private Copy refused(String why) {
      return new Copy(directory, name, moment, null, false, problem == null ? why : problem);
    }

    /** What its snapshot says. */
    public String description() {
      return "copy " + name;
    }
  }

  /**
   * What an import would do.
   *
   * @param source what the snapshots will be versions of
   * @param copies by moment, those without one at the end
   */
  public record Plan(Request request, SourceSpec source, List<Copy> copies) {
    /** Copies the list. */
    public Plan {
      copies = List.copyOf(copies);
    }

    /** Those that can't be imported. */
    public List<Copy> refused() {
      return copies.stream().filter(copy -> copy.problem() != null).toList();
    }

    /** Those that are yet to be imported, oldest first. */
    public List<Copy> wanted() {
      return copies.stream().filter(copy -> !copy.known() && copy.problem() == null).toList();
    }
  }

  /**
   * What an import did.
   *
   * @param taken the snapshots, oldest first
   * @param forgettable how many snapshots of the plan's copies the usual retention would forget
   */
  public record Result(Plan plan, List<Creation.Result> taken, long forgettable) {
    /** Copies the list. */
    public Result {
      taken = List.copyOf(taken);
    }
  }

  /**
   * Looks at the copies and says what would become of each. Nothing is imported.
   *
   * @throws HeveliusException when the dataset can't take copies at all
   */
  public Plan plan(Request request) {
    return context.audited("import", request.dataset(), () -> look(request));
  }

  private Plan look(Request request) {
    DatasetName name = DatasetName.of(request.dataset());
    Optional<Dataset> known = context.catalog().dataset(name);
    known.ifPresent(there -> request.add().ifPresent(add -> Datasets.requireSources(there, add)));
    Dataset dataset =
        known.orElseGet(
            () ->
                request
                    .add()
                    .map(new Datasets(context)::draft)
                    .orElseGet(() -> new ReferenceResolver(context.catalog()).dataset(name)));
    SourceSpec source = onlyDirectory(dataset);
    if (known.isPresent()) {
      // Else a copy whose import was interrupted at its very end would be imported once more.
      new Strays(context).record(dataset);
    }
    List<Copy> copies =
        request.directories().stream()
            .distinct()
            .map(directory -> copy(request, dataset, source, directory))
            .sorted(
                Comparator.comparing(Copy::moment, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    return new Plan(request, source, numbered(name, distinct(imported(name, copies))));
  }

  private static SourceSpec onlyDirectory(Dataset dataset) {
    if (dataset.sources().size() != 1
        || dataset.sources().getFirst().kind() != SourceSpec.Kind.DIR) {
      throw new HeveliusException(
          Category.INVALID,
          "copies can't be imported into %s: it has not exactly one directory as its source, but %s"
              .formatted(
                  dataset.name(),
                  String.join(", ", dataset.sources().stream().map(SourceSpec::toString).toList())),
          "nothing was imported; import them into a dataset of their own, with --source");
    }
    return dataset.sources().getFirst();
  }

  private Copy copy(Request request, Dataset dataset, SourceSpec source, String directory) {
    String name = directory.substring(directory.lastIndexOf('/') + 1);
    Copy copy = new Copy(directory, name, null, null, false, null);
    Instant moment;
    try {
      SourceSpec from = new SourceSpec(SourceSpec.Kind.DIR, directory);
      if (from.equals(source)) {
        return copy.refused("it is the source itself: take a snapshot with create");
      }
      if (!Tags.parse(TAG + "=" + name).getValue().equals(name)) {
        return copy.refused("its name begins or ends with white space");
      }
      context.provider(from).probe(from);
      moment =
          request.byTime()
              ? new NewestFile(context).in(dataset, from)
              : CopyNames.moment(name, request.zone());
    } catch (HeveliusException e) {
      return copy.refused(String.valueOf(e.getMessage()));
    }
    Copy dated = new Copy(directory, name, moment, null, false, null);
    return moment.isAfter(context.clock().instant())
        ? dated.refused("its moment lies in the future")
        : dated;
  }

  /** Finds those that were imported before. */
  private List<Copy> imported(DatasetName dataset, List<Copy> copies) {
    Set<String> names = copies.stream().map(Copy::name).collect(Collectors.toSet());
    Map<String, Snapshot> there = new HashMap<>();
    try (Stream<Snapshot> all =
        context.catalog().snapshots(SnapshotQuery.of(dataset).tagged(List.of(TAG)))) {
      all.filter(snapshot -> names.contains(snapshot.tags().get(TAG)))
          .forEach(snapshot -> there.put(snapshot.tags().getOrDefault(TAG, ""), snapshot));
    }
    return copies.stream()
        .map(
            copy -> {
              Snapshot snapshot = there.get(copy.name());
              if (snapshot == null || copy.problem() != null) {
                return copy;
              }
              return snapshot.createdAt().equals(copy.moment())
                  ? new Copy(
                      copy.directory(), copy.name(), copy.moment(), snapshot.version(), true, null)
                  : copy.refused(
                      "a copy of this name is there as %s already, of %s"
                          .formatted(snapshot.reference(), snapshot.createdAt()));
            })
        .toList();
  }

  private static List<Copy> distinct(List<Copy> copies) {
    return copies.stream()
        .map(
            copy ->
                copies.stream()
                    .filter(other -> !other.equals(copy))
                    .filter(
                        other ->
                            other.name().equals(copy.name())
                                || (copy.moment() != null && copy.moment().equals(other.moment())))
                    .findFirst()
                    .map(
                        other ->
                            copy.refused(
                                "it has the same %s as %s"
                                    .formatted(
                                        other.name().equals(copy.name()) ? "name" : "moment",
                                        other.directory())))
                    .orElse(copy))
        .toList();
  }

  /** Gives the versions to come, and refuses what would not be the newest of the dataset. */
  private List<Copy> numbered(DatasetName dataset, List<Copy> copies) {
    Optional<Snapshot> newest = newest(context, dataset);
    long version = context.catalog().highestVersion(dataset);
    List<Copy> numbered = new ArrayList<>();
    for (Copy copy : copies) {
      if (copy.known() || copy.problem() != null) {
        numbered.add(copy);
      } else if (newest.isPresent() && !newest.get().createdAt().isBefore(copy.moment())) {
        numbered.add(
            copy.refused(
                "versions stand in the order of time, and %s is of %s: import copies before the"
                        .formatted(newest.get().reference(), newest.get().createdAt())
                    + " first create, or into a dataset of their own"));
      } else {
        version++;
        numbered.add(new Copy(copy.directory(), copy.name(), copy.moment(), version, false, null));
      }
    }
    return numbered;
  }

  /** The snapshot of a dataset with the latest moment. */
  static Optional<Snapshot> newest(Context context, DatasetName dataset) {
    return context.catalog().page(SnapshotQuery.of(dataset).limit(1)).stream().findFirst();
  }

  /**
   * Imports what a plan wants, one copy after the other, each durable before the next. When it ends
   * early, what was imported stays, and the same request goes on behind it.
   *
   * @param taken told each snapshot when it is durable and recorded
   * @throws HeveliusException REFUSED when the plan has a copy that can't be imported; PARTIAL when
   *     something in a copy can't be read, of which then nothing is imported; CANCELED
   */
  public Result execute(
      Plan plan, Consumer<Creation.Result> taken, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "import", plan.request().dataset(), () -> run(plan, taken, progress, canceled));
  }

  private Result run(
      Plan plan, Consumer<Creation.Result> taken, Progress progress, BooleanSupplier canceled) {
    requireWhole(plan);
    Request request = plan.request();
    request.add().ifPresent(new Datasets(context)::ensure);
    List<Creation.Result> results = new ArrayList<>();
    List<Copy> wanted = plan.wanted();
    for (Copy copy : wanted) {
      try {
        Creation.Result result = take(request, copy, progress, canceled);
        results.add(result);
        taken.accept(result);
      } catch (HeveliusException e) {
        throw ended(e, copy, results.size(), wanted.size());
      }
    }
    DatasetName name = DatasetName.of(request.dataset());
    List<String> names = plan.copies().stream().map(Copy::name).toList();
    long forgettable =
        new Snapshots(context)
            .retention(name).values().stream()
                .filter(decision -> !decision.keep())
                .map(decision -> decision.candidate().subject().tags().get(TAG))
                .filter(tag -> tag != null && names.contains(tag))
                .count();
    return new Result(plan, results, forgettable);
  }

  private static void requireWhole(Plan plan) {
    List<Copy> refused = plan.refused();
    if (!refused.isEmpty()) {
      List<String> advice = new ArrayList<>();
      refused.forEach(copy -> advice.add(copy.directory() + ": " + copy.problem()));
      advice.add("nothing was imported; name the others alone, or mend these");
      throw new HeveliusException(
          Category.REFUSED,
          "%d of %d directories can't be imported".formatted(refused.size(), plan.copies().size()),
          advice.toArray(String[]::new));
    }
  }

  private Creation.Result take(
      Request request, Copy copy, Progress progress, BooleanSupplier canceled) {
    Creation.Request wanted =
        Creation.Request.of(request.dataset(), copy.description())
            .edit()
            .tags(Map.of(TAG, copy.name()))
            .permanent(request.permanent())
            .build();
    SourceSpec from = new SourceSpec(SourceSpec.Kind.DIR, copy.directory());
    Instant moment = copy.moment();
    if (moment == null) {
      throw new IllegalStateException("a copy without a moment is refused");
    }
    return new Creation(context)
        .take(wanted, new Creation.Origin(moment, from), progress, canceled);
  }

  private static HeveliusException ended(HeveliusException e, Copy copy, int done, int all) {
    List<String> advice = new ArrayList<>(e.advice());
    advice.add(
        "%d of %d copies were imported and stay; the same command goes on with %s"
            .formatted(done, all, copy.name()));
    return new HeveliusException(
        e.category(), copy.directory() + " was not imported: " + e.getMessage(), advice, e);
  }
}
