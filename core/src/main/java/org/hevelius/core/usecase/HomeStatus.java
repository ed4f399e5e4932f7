package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.storage.Grade;

/** How the home itself stands, beside its datasets. */
final class HomeStatus {
  /** Clocks of several machines differ by less. */
  private static final Duration DIFFERENCE = Duration.ofMinutes(5);

  private final Context context;

  HomeStatus(Context context) {
    this.context = context;
  }

  /** What is done for repositories, and when. */
  List<Jobs.Upkeep> upkeep(List<EffectivePolicy> policies) {
    List<Mark> marks = context.catalog().runs().marks();
    List<Jobs.Upkeep> upkeep = new ArrayList<>();
    for (RepositoryUpkeep.Task task : RepositoryUpkeep.Task.values()) {
      RepositoryUpkeep.Times times = RepositoryUpkeep.Times.of(task, policies);
      Run.Kind kind = Run.Kind.valueOf(task.name());
      Optional<Instant> next =
          Optional.ofNullable(RepositoryUpkeep.through(marks, task))
              .filter(mark -> mark.definition().equals(times.said()))
              .flatMap(mark -> times.next(mark.through()));
      upkeep.add(
          new Jobs.Upkeep(
              kind.name().toLowerCase(Locale.ROOT),
              times.said().isEmpty() ? Field.OFF : times.said(),
              next.orElse(null),
              context.catalog().runs().page(RunStore.Query.of("", kind, 1)).stream()
                  .findFirst()
                  .map(run -> Jobs.View.of(run, null))
                  .orElse(null)));
    }
    return upkeep;
  }

  /** What is wrong, a sentence each. */
  List<String> warnings(List<Jobs.DatasetStatus> datasets, Instant now) {
    List<String> warnings = new ArrayList<>();
    if (context.catalog().isReadOnly()) {
      warnings.add(
          "the catalog can only be read: its disk is full or read-only, and no snapshot can be"
              + " taken until there is space");
    }
    latest(datasets)
        .filter(time -> time.isAfter(now.plus(DIFFERENCE)))
        .ifPresent(
            time ->
                warnings.add(
                    "the clock says %s, but the catalog knows of %s: a clock was wrong then, or is"
                            .formatted(now, time)
                        + " now; ages and what is due are wrong until that time"));
    for (SourceSpaces.Filled filled : new SourceSpaces(context).all()) {
      if (filled.grade() != Grade.OK) {
        warnings.add("%s: %s".formatted(filled.dataset(), filled.words()));
      }
    }
    return warnings;
  }

  /** The latest moment at which something has happened. */
  private Optional<Instant> latest(List<Jobs.DatasetStatus> datasets) {
    Stream<Instant> taken = datasets.stream().flatMap(d -> Stream.ofNullable(d.taken()));
    // Marks of what belongs to no dataset may say when something is tried again.
    Stream<Instant> marked =
        context.catalog().runs().marks().stream()
            .filter(mark -> !mark.dataset().isEmpty())
            .map(Mark::through);
    return Stream.concat(taken, marked).max(Instant::compareTo);
  }

  /** What each repository takes. */
  List<Jobs.Space> spaces() {
    List<Jobs.Space> spaces = new ArrayList<>();
    for (String name : context.repositories().names()) {
      try {
        long bytes = context.repositories().info(name).storedBytes();
        spaces.add(new Jobs.Space(name, bytes, null));
      } catch (HeveliusException e) {
        spaces.add(new Jobs.Space(name, null, e.getMessage()));
      }
    }
    return spaces;
  }
}
