package org.hevelius.core.usecase;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.Drill.Scenario;
import org.hevelius.core.drill.DrillNote;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Rehearses restores: brings a snapshot, or a part of it, back into a scratch directory, holds it
 * against the capture, and keeps what was found as evidence. Live data is never touched.
 */
public final class Drills implements Oversight.DrillUses {
  private final Context context;

  /** Use cases over these parts. */
  public Drills(Context context) {
    this.context = context;
  }

  /**
   * A drill to run.
   *
   * @param at reference of the snapshot; null for the newest of the dataset
   * @param files how many files are drawn; 0 for none
   * @param seed of what is drawn; null for any
   * @param paths what is restored where the scenario is {@link Scenario#PATHS}
   * @param into absolute path of the directory below which it is restored; null for the usual one
   * @param check a program and its arguments, in place of that of the policy; empty for that one
   * @param keep whether what was restored stays for people to look at
   * @param keyFiles absolute paths of files with passwords, each of which must open the repository
   *     where the scenario is {@link Scenario#LOST_KEYS}
   */
  public record Request(
      String dataset,
      @Nullable String at,
      Scenario scenario,
      int files,
      @Nullable Long seed,
      List<String> paths,
      @Nullable String into,
      List<String> check,
      boolean keep,
      List<String> keyFiles) {
    /** A drill without passwords. */
    public Request(
        String dataset,
        @Nullable String at,
        Scenario scenario,
        int files,
        @Nullable Long seed,
        List<String> paths,
        @Nullable String into,
        List<String> check,
        boolean keep) {
      this(dataset, at, scenario, files, seed, paths, into, check, keep, List.of());
    }

    /** Copies the lists, and refuses what doesn't go together. */
    public Request {
      paths = List.copyOf(paths);
      check = List.copyOf(check);
      keyFiles = List.copyOf(keyFiles);
      if (keyFiles.isEmpty() == (scenario == Scenario.LOST_KEYS)) {
        throw invalid("files with passwords are named for a drill of lost keys, and for no other");
      }
      if (files < 0 || files > Drill.MOST_FILES) {
        throw invalid("a drill draws from 1 to %d files".formatted(Drill.MOST_FILES));
      }
      if (paths.isEmpty() == (scenario == Scenario.PATHS)) {
        throw invalid("paths are named for a drill of paths, and for no other");
      }
      boolean draws = scenario == Scenario.FILES || scenario == Scenario.LOST_HOST;
      if (files > 0 ? !draws : scenario == Scenario.FILES) {
        throw invalid("a number of files is for a drill that draws files");
      }
      if (into != null && !Path.of(into).isAbsolute()) {
        throw invalid(into + " is not an absolute path");
      }
    }

    private static HeveliusException invalid(String why) {
      return new HeveliusException(Category.INVALID, why, "nothing was restored");
    }

    /** All of the newest snapshot. */
    public static Request whole(String dataset) {
      return new Request(dataset, null, Scenario.WHOLE, 0, null, List.of(), null, List.of(), false);
    }
  }

  /**
   * Runs a drill.
   *
   * @return one that has passed or failed; for what could not be tried there is an exception, and a
   *     record all the same
   * @throws HeveliusException NOT_FOUND, when there is no such dataset, snapshot or path; FULL when
   *     there isn't enough space; REFUSED when the scratch directory can't be that one; CANCELED;
   *     UNAVAILABLE
   */
  @Override
  public DrillView run(Request request, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "drill", request.dataset(), () -> run(request, false, progress, canceled));
  }

  /** Runs the drill that a dataset's policy asks for. */
  DrillView scheduled(DatasetName dataset, BooleanSupplier canceled) {
    int files = policy(dataset).flatMap(policy -> policy.get(Field.DRILL_FILES)).orElse(0);
    Request request =
        new Request(
            dataset.text(),
            null,
            files == 0 ? Scenario.WHOLE : Scenario.FILES,
            files,
            null,
            List.of(),
            null,
            List.of(),
            false);
    return run(request, true, Progress.NONE, canceled);
  }

  private DrillView run(
      Request request, boolean scheduled, Progress progress, BooleanSupplier canceled) {
    Dataset dataset = resolve(request.dataset());
    Snapshot snapshot = snapshot(dataset, request.at());
    Drill.Order order =
        new Drill.Order(
            request.scenario(),
            request.seed() == null ? new Random().nextLong() : request.seed(),
            drawn(request),
            request.paths(),
            scheduled);
    DrillRun run =
        new DrillRun(context, policy(dataset.name()), request, order, progress, canceled);
    return show(dataset.name(), run.carryOut(snapshot));
  }

  private static int drawn(Request request) {
    boolean one =
        request.scenario() == Scenario.LOST_FILE || request.scenario() == Scenario.LOST_DIRECTORY;
    return one ? 1 : request.files();
  }

  private Snapshot snapshot(Dataset dataset, @Nullable String at) {
    if (at == null) {
      return new ReferenceResolver(context.catalog())
          .standing(dataset.name())
          .orElseThrow(
              () ->
                  new HeveliusException(
                      Category.NOT_FOUND,
                      "%s has no snapshot, so there is nothing to restore"
                          .formatted(dataset.name()),
                      "take one: hevelius create " + dataset.name()));
    }
    Snapshot snapshot = new ReferenceResolver(context.catalog()).resolve(at);
    if (!snapshot.dataset().equals(dataset.name())) {
      throw new HeveliusException(
          Category.INVALID,
          "%s is no snapshot of %s".formatted(snapshot.reference(), dataset.name()),
          "nothing was restored");
    }
    return snapshot;
  }

  @Override
  public List<DrillView> list(@Nullable String dataset, int limit) {
    DatasetName name = dataset == null ? null : resolve(dataset).name();
    return context
        .catalog()
        .drills()
        .page(new DrillStore.Query(name, null, Long.MAX_VALUE, limit))
        .stream()
        .map(drill -> DrillView.of(drill, List.of(), List.of()))
        .toList();
  }

  @Override
  public DrillView show(String dataset, @Nullable Long number) {
    DatasetName name = DatasetName.of(dataset);
    DrillStore store = context.catalog().drills();
    Optional<Drill> drill =
        number == null
            ? store.page(DrillStore.Query.of(name, 1)).stream().findFirst()
            : store.drill(number).filter(found -> found.dataset().equals(name));
    return view(
        drill.orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    number == null
                        ? "there is no drill of " + name
                        : "there is no drill %d of %s".formatted(number, name),
                    "run one: hevelius drill run " + name)));
  }

  private DrillView show(DatasetName dataset, Drill drill) {
    return show(dataset.text(), drill.number());
  }

  private DrillView view(Drill drill) {
    DrillStore store = context.catalog().drills();
    return DrillView.of(
        drill,
        store.findings(drill.number()),
        store.notes(drill.dataset(), drill.number(), DrillStore.FINDINGS));
  }

  @Override
  public DrillView note(String dataset, long number, String lesson) {
    DatasetName name = DatasetName.of(dataset);
    return context.audited(
        "drill note",
        dataset,
        () -> {
          Instant now = context.clock().instant();
          context
              .catalog()
              .drills()
              .note(
                  new DrillNote(name, number, now, context.actor().name(), lesson),
                  context.done("drill note", dataset, "drill " + number));
          return show(dataset, number);
        });
  }

  @Override
  public List<DrillStanding> standing(@Nullable String dataset) {
    Instant now = context.clock().instant();
    List<Dataset> datasets =
        dataset == null ? context.catalog().datasets() : List.of(resolve(dataset));
    return datasets.stream()
        .map(one -> DrillStanding.of(context, one.name(), policy(one.name()), now))
        .toList();
  }

  private Dataset resolve(String dataset) {
    return new ReferenceResolver(context.catalog()).dataset(DatasetName.of(dataset));
  }

  /** What holds; nothing where policies contradict each other, which {@code explain} tells of. */
  private Optional<EffectivePolicy> policy(DatasetName dataset) {
    try {
      return Optional.of(new Policies(context.catalog().policies()).of(dataset, false))
          .filter(EffectivePolicy::isPresent);
    } catch (HeveliusException e) {
      return Optional.empty();
    }
  }
}
