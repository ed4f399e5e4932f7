package org.hevelius.core.usecase;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.DrillNote;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.provider.Support;
import org.hevelius.core.recovery.Runbook;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Writes the recovery procedure of a dataset as it is configured now. */
public final class Runbooks implements Oversight.RunbookUses {
  private static final int EVIDENCE = 5;
  private static final int LESSONS = 20;

  private final Context context;

  /** Use cases over these parts. */
  public Runbooks(Context context) {
    this.context = context;
  }

  /**
   * A runbook.
   *
   * @param configuration hash of all that it says of how the dataset is configured, in hex
   * @param last the one that was written last; null when none was
   * @param current whether that says the same of the configuration
   * @param markdown the procedure
   */
  public record Written(
      String dataset,
      String configuration,
      @Nullable Last last,
      boolean current,
      String markdown) {}

  /**
   * When one was written last.
   *
   * @param configuration the hash then
   * @param actor who wrote it
   */
  public record Last(String configuration, Instant written, String actor) {
    static Last of(Runbook runbook) {
      return new Last(runbook.configuration(), runbook.written(), runbook.actor());
    }
  }

  /** What stands in a runbook: what is configured, and what changes from day to day. */
  record Facts(
      Dataset dataset,
      List<Place> places,
      String repository,
      Repositories.Way way,
      RecoveryPlanner.Settings settings,
      List<String> schedules,
      @Nullable Snapshot newest,
      boolean onlyThere,
      List<RecoveryView> recoveries,
      List<Drill> drills,
      List<String> lessons) {
    /** A source and what its storage can; what can't be asked says so. */
    record Place(SourceSpec source, List<String> can) {}
  }

  /** Makes one; nothing is recorded. */
  @Override
  public Written look(String name) {
    Facts facts = facts(new ReferenceResolver(context.catalog()).dataset(DatasetName.of(name)));
    String configuration = RunbookText.configuration(facts);
    String hash =
        HexFormat.of()
            .formatHex(
                PlanIds.sha256().digest(configuration.getBytes(StandardCharsets.UTF_8)), 0, 16);
    Optional<Runbook> last = context.catalog().recoveries().runbook(facts.dataset().name());
    return new Written(
        facts.dataset().name().text(),
        hash,
        last.map(Last::of).orElse(null),
        last.filter(runbook -> runbook.configuration().equals(hash)).isPresent(),
        RunbookText.markdown(facts, configuration, hash, context.clock().instant()));
  }

  /** Records that one was written. */
  @Override
  public void wrote(Written written) {
    context
        .catalog()
        .recoveries()
        .wrote(
            new Runbook(
                DatasetName.of(written.dataset()),
                written.configuration(),
                context.clock().instant(),
                context.actor().name()),
            context.done("runbook", written.dataset(), written.configuration()));
  }

  private Facts facts(Dataset dataset) {
    EffectivePolicy policy = new Policies(context.catalog().policies()).of(dataset.name(), false);
    RecoveryPlanner planner = new RecoveryPlanner(context, Progress.NONE, () -> false);
    List<String> schedules = new ArrayList<>();
    policy.schedules().stream()
        .map(s -> "%s: %s".formatted(s.identity(), policy.get(Field.AT, s.name()).orElse("")))
        .forEach(schedules::add);
    policy.keeps().forEach(schedules::add);
    return new Facts(
        dataset,
        dataset.sources().stream().map(this::place).toList(),
        dataset.repository(),
        context.repositories().way(dataset.repository()),
        planner.settings(dataset.name()),
        schedules,
        newest(planner, dataset),
        new Dangers(context).onlyThere(dataset) && !new NativeCopies(context).isSafe(dataset),
        new Recoveries(context).list(dataset.name().text(), EVIDENCE),
        context.catalog().drills().page(DrillStore.Query.of(dataset.name(), EVIDENCE)),
        context.catalog().drills().notes(dataset.name(), null, LESSONS).stream()
            .map(DrillNote::text)
            .distinct()
            .toList());
  }

  private Facts.Place place(SourceSpec source) {
    try {
      return new Facts.Place(
          source,
          context.provider(source).capabilities(source).stream()
              .filter(Support::available)
              .map(support -> support.capability().text())
              .toList());
    } catch (HeveliusException e) {
      return new Facts.Place(source, List.of("could not be asked: " + e.getMessage()));
    }
  }

  private static @Nullable Snapshot newest(RecoveryPlanner planner, Dataset dataset) {
    try {
      return planner.wanted(dataset, null).want();
    } catch (HeveliusException e) {
      return null;
    }
  }
}
