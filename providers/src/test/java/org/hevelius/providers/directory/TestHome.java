package org.hevelius.providers.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.repository.Environment;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.testkit.Counterpart;

/** A home in a temporary directory, and snapshots in it without a catalog. */
final class TestHome implements AutoCloseable {
  final Home home;
  final RepositoryPool pool;
  final DirectoryProvider provider;
  final EmbeddedRepositories repositories;
  final List<String> notices = new ArrayList<>();

  private TestHome(Home home, Map<String, String> variables) {
    this.home = home;
    this.pool = new RepositoryPool(home, environment(), variables::get);
    this.provider = new DirectoryProvider(pool, "hevelius test", notices::add);
    this.repositories = new EmbeddedRepositories(pool, notices::add);
  }

  /** A copy of a home that was made once, which saves deriving keys again. */
  static TestHome make(Path directory) {
    run(List.of("cp", "-a", Template.HOME.toString(), directory.toString()));
    return open(directory);
  }

  private static final class Template {
    static final Path HOME = make();

    private static Path make() {
      try {
        Path directory = Files.createTempDirectory("hevelius");
        Path home = directory.resolve("home");
        new HomeSetup(environment(), name -> null).init(new Home(home), HomeSetup.Request.STANDARD);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> run(List.of("rm", "-r", directory.toString()))));
        return home;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** As another process would. */
  static TestHome open(Path directory) {
    return new TestHome(new Home(directory), Map.of());
  }

  static Environment environment() {
    return new Environment(
        Clock.systemUTC(),
        new SecureRandom(),
        Owner.current(),
        FileSystems.local(),
        2,
        time -> {},
        Duration.ZERO,
        notice -> {});
  }

  static SourceSpec source(Path directory) {
    return SourceSpec.parse("dir:" + directory);
  }

  static Dataset dataset(Path... sources) {
    return dataset(List.of(), sources);
  }

  static Dataset dataset(List<String> excludes, Path... sources) {
    return new Dataset(
        DatasetName.of("cosmos7/raw"),
        "",
        List.of(sources).stream().map(TestHome::source).toList(),
        excludes,
        Instant.parse("2026-01-01T00:00:00Z"),
        Dataset.DEFAULT_REPOSITORY);
  }

  static Manifest manifest(Dataset dataset, long version, UnaryOperator<SnapshotBuilder> edit) {
    Instant time = Instant.parse("2026-11-21T10:30:00Z").plusSeconds(60 * version);
    Snapshot snapshot =
        edit.apply(
                Snapshot.builder(dataset.name(), version, time)
                    .name(SnapshotNames.generate(dataset.name(), time, "test"))
                    .description("test")
                    .author("maya")
                    .host("observatory"))
            .build();
    return new Manifest(dataset, version, snapshot, null, time);
  }

  PendingCapture pending(Dataset dataset, List<Capture> parents) {
    Map<SourceSpec, Capture> bySource = new HashMap<>();
    parents.forEach(capture -> bySource.put(capture.source(), capture));
    return provider.capture(
        new CaptureRequest(
            dataset,
            dataset.name().text(),
            dataset.sources(),
            bySource,
            Progress.NONE,
            () -> false));
  }

  List<Capture> take(Dataset dataset, long version) {
    return take(dataset, version, List.of());
  }

  List<Capture> take(Dataset dataset, long version, List<Capture> parents) {
    try (PendingCapture pending = pending(dataset, parents)) {
      return pending.publish(manifest(dataset, version, edit -> edit));
    }
  }

  /** Runs restic on the default repository and gives its output; fails on another code than 0. */
  String restic(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Counterpart.program("restic").toString());
    command.addAll(
        List.of(
            "-r",
            home.root().resolve("repository").toString(),
            "--password-file",
            home.root().resolve("password").toString(),
            "--no-cache"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(command + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
