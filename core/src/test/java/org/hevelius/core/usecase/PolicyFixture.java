package org.hevelius.core.usecase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.Programs;
import org.hevelius.testkit.TestClock;

/**
 * Datasets under policies, in storage that can be stopped, with programs that only say they ran.
 */
final class PolicyFixture implements Programs {
  final TestClock clock = TestClock.at("2026-11-21T10:30:00Z");
  final FaultyStorage storage = new FaultyStorage();

  /** What was run: the program, and of its variables the snapshot's, if it was told. */
  final List<String> ran = new ArrayList<>();

  /** The variables of the program that was run last. */
  Map<String, String> told = Map.of();

  /** How the programs of these names end; others end well. */
  Map<String, Ended> endings = Map.of();

  /** Runs whenever a program does. */
  Runnable meanwhile = () -> {};

  /** Whether the process is gone: no program is run any more. */
  boolean dead;

  PolicyFixture(String... datasets) {
    for (String name : datasets) {
      storage.catalog.addDataset(
          new Dataset(
              DatasetName.of(name),
              "",
              List.of(SourceSpec.parse("dir:/" + name)),
              List.of(),
              clock.instant(),
              "default"),
          context().done("dataset add", name, ""));
    }
  }

  PolicyFixture policy(String yaml) {
    ManagedPolicies policies = new ManagedPolicies(context());
    policies.execute(policies.planApply("p.yaml", "policies:\n" + yaml.indent(2), null));
    return this;
  }

  Context context() {
    return context(storage.catalog);
  }

  Context context(Catalog catalog) {
    return new Context(
        catalog,
        new InMemoryFileIndex(),
        Map.of(SourceSpec.Kind.DIR, storage),
        new OneRepository(),
        GitReader.NONE,
        new Actor("maya", "mars"),
        clock,
        new PlainHasher(),
        this,
        Channels.NONE);
  }

  @Override
  public Ended run(
      List<String> command,
      Map<String, String> environment,
      Duration limit,
      BooleanSupplier canceled) {
    if (dead) {
      throw new FaultyStorage.Died();
    }
    ran.add(
        String.join(" ", command)
            + (environment.containsKey("HEVELIUS_RESULT")
                ? " %s %s"
                    .formatted(
                        environment.get("HEVELIUS_RESULT"), environment.get("HEVELIUS_SNAPSHOT"))
                : ""));
    told = Map.copyOf(environment);
    meanwhile.run();
    return endings.getOrDefault(command.getFirst(), new Ended(Ending.EXITED, 0, ""));
  }
}
