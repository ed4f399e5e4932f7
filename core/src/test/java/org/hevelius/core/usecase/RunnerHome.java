package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.testkit.TestClock;

/** A home in memory with runners on it, each a node of its own, driven beat by beat. */
final class RunnerHome {
  final TestClock clock;
  final FaultyStorage storage = new FaultyStorage();
  Programs programs = Programs.NONE;
  final List<Alert> alerts = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();

  RunnerHome(String start) {
    clock = TestClock.at(start);
  }

  /** Work that is handed to a node, done when the test says so. */
  static final class Later implements Executor {
    final List<Runnable> waiting = new ArrayList<>();

    @Override
    public void execute(Runnable work) {
      waiting.add(work);
    }

    void doAll() {
      while (!waiting.isEmpty()) {
        waiting.removeFirst().run();
      }
    }
  }

  RunnerHome dataset(String name) {
    storage.catalog.addDataset(
        new Dataset(
            DatasetName.of(name),
            "",
            List.of(SourceSpec.parse("dir:/" + name)),
            List.of(),
            clock.instant(),
            "default"),
        context(storage.catalog, storage).done("dataset add", name, ""));
    return this;
  }

  RunnerHome apply(String policies) {
    ManagedPolicies managed = home().policies();
    var _ = managed.execute(managed.planApply("p.yaml", policies, null));
    return this;
  }

  Hevelius home() {
    return new Hevelius(context(storage.catalog, storage), () -> {});
  }

  Runner node(String name) {
    return node(name, Runnable::run, storage.catalog, storage);
  }

  Runner node(String name, Executor workers) {
    return node(name, workers, storage.catalog, storage);
  }

  Runner node(String name, Executor workers, Catalog catalog, SnapshotProvider provider) {
    return new Hevelius(context(catalog, provider), () -> {})
        .runner(
            new Automation.Settings(
                name, workers, alerts::add, line -> log.add(name + ": " + line)),
            List.of());
  }

  Context context(Catalog catalog, SnapshotProvider provider) {
    return new Context(
        catalog,
        new InMemoryFileIndex(),
        Map.of(SourceSpec.Kind.DIR, provider),
        new OneRepository(),
        GitReader.NONE,
        new Actor("maya", "mars"),
        clock,
        new PlainHasher(),
        (command, told, timeout, canceled) -> programs.run(command, told, timeout, canceled),
        Channels.NONE);
  }

  /** Beats at this time. */
  void at(String time, Runner... nodes) {
    at(Instant.parse(time), nodes);
  }

  void at(Instant time, Runner... nodes) {
    clock.set(time);
    List.of(nodes).forEach(Runner::beat);
  }

  /** Beats every so often until a time, the last beat then. */
  void until(String end, Duration step, Consumer<Instant> beat) {
    Instant last = Instant.parse(end);
    for (Instant time = clock.instant().plus(step); time.isBefore(last); time = time.plus(step)) {
      clock.set(time);
      beat.accept(time);
    }
    clock.set(last);
    beat.accept(last);
  }

  /** The snapshot runs of a dataset, oldest first: when each was due and what became of it. */
  List<String> runs(String dataset) {
    return rows(dataset).stream().map(run -> run.planned() + " " + run.state()).toList();
  }

  List<Run> rows(String dataset) {
    return storage
        .catalog
        .runs()
        .page(RunStore.Query.of(dataset, Run.Kind.SNAPSHOT, 100_000))
        .reversed();
  }

  List<Snapshot> snapshots(String dataset) {
    return home().snapshots().list(SnapshotQuery.of(DatasetName.of(dataset))).toList();
  }

  List<Alert.Kind> told(String dataset) {
    return alerts.stream()
        .filter(alert -> alert.subject().equals(dataset))
        .map(Alert::kind)
        .toList();
  }
}
