package org.hevelius.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.usecase.Context;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;
import org.hevelius.providers.directory.Directories;
import org.hevelius.providers.directory.DirectoryProvider;
import org.hevelius.providers.directory.EmbeddedRepositories;
import org.hevelius.providers.directory.Home;
import org.hevelius.providers.directory.HomeSetup;
import org.hevelius.providers.directory.RepositoryPool;
import org.hevelius.providers.files.ScratchDirectories;
import org.hevelius.providers.process.HookPrograms;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.testkit.TestClock;
import org.jspecify.annotations.Nullable;

/**
 * A home with a real repository and a catalog in memory, in which one command line after the other
 * is run on real files.
 */
final class RepositoryHome implements Homes {
  private final TestClock clock;
  private final Path root;
  private final Context context;
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  /** What a command line printed; the parts that differ each time are masked. */
  record Run(int code, String out, String err) {}

  /**
   * A repository that stays open, since opening one is slow on purpose; several homes may use it
   * one after the other.
   */
  static final class Store implements AutoCloseable {
    private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    private final Path root;
    private final RepositoryPool pool;

    Store(Path root) {
      this.root = root;
      Environment environment = environment(clock);
      Home home = new Home(root);
      new HomeSetup(environment, _ -> null).init(home, HomeSetup.Request.STANDARD);
      pool = new RepositoryPool(home, environment, _ -> null);
    }

    /** Damages the repository: the bytes in the middle of each pack are turned around. */
    void damage() throws IOException {
      try (Stream<Path> packs = Files.walk(root.resolve("repository/data"))) {
        for (Path pack : packs.filter(Files::isRegularFile).toList()) {
          byte[] bytes = Files.readAllBytes(pack);
          bytes[bytes.length / 2] ^= 1;
          pack.toFile().setWritable(true);
          Files.write(pack, bytes);
        }
      }
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static Scratch scratch(Path root, Store store) {
    return new ScratchDirectories(
        new ScratchDirectories.Parts(
            FileSystems.local(),
            root.resolve("scratch"),
            store.pool.ownPlaces(),
            new SecureRandom(),
            "hevelius test",
            CatalogFile::create));
  }

  private static Environment environment(TestClock clock) {
    return new Environment(
        clock,
        new SecureRandom(),
        Owner.current(),
        FileSystems.local(),
        2,
        Sleeper.real(),
        Duration.ZERO,
        _ -> {});
  }

  /** Makes a home in this directory, with {@code raw} beside it for data. */
  RepositoryHome(Path root, Store store) {
    this.root = root;
    this.clock = store.clock;
    clock.set(Instant.parse("2026-11-21T10:00:00Z"));
    context =
        new Context(
            catalog,
            new InMemoryFileIndex(),
            Map.of(SourceSpec.Kind.DIR, new DirectoryProvider(store.pool, "test", _ -> {})),
            new EmbeddedRepositories(store.pool, _ -> {}),
            GitReader.NONE,
            new Actor("maya", "mars"),
            clock,
            new PlainHasher(),
            new HookPrograms(),
            Channels.NONE,
            scratch(root, store),
            StorageParts.NONE);
  }

  /** A home with a dataset {@code cosmos7/raw} of which there are three versions. */
  static RepositoryHome withThreeVersions(Path root, Store store) {
    RepositoryHome home = new RepositoryHome(root, store);
    home.write("calib/mars.caldb", "gain = 1.0021\n").write("events/n1.txt", "one\n");
    home.ok("dataset", "add", "cosmos7/raw", "--source", "raw");
    home.ok("create", "cosmos7/raw", "Baseline", "--name", "base");
    home.write("calib/mars.caldb", "gain = 1.21\n");
    home.ok("create", "cosmos7/raw", "Calibration 2.2");
    home.write("notes/later.md", "later work\n");
    home.ok("create", "cosmos7/raw", "Later work");
    return home;
  }

  /** The parts of this home with another catalog, and with programs to run. */
  Context context(Catalog other, Programs programs) {
    return new Context(
        other,
        context.index(),
        context.providers(),
        context.repositories(),
        context.git(),
        context.actor(),
        context.clock(),
        context.passwords(),
        programs,
        context.channels());
  }

  /** The clock of the home. */
  TestClock clock() {
    return clock;
  }

  /** What the home has on record. */
  InMemoryCatalog catalog() {
    return catalog;
  }

  /** Writes a file of the data, at the time that the clock shows. */
  RepositoryHome write(String path, String text) {
    try {
      Files.createDirectories(file(path).getParent());
      Files.writeString(file(path), text);
      Files.setLastModifiedTime(file(path), FileTime.from(clock.instant()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the directory of the dataset with all that is in it. */
  void removeSource() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("raw"))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  Path file(String path) {
    return root.resolve("raw").resolve(path);
  }

  /** Runs a command line on pipes, which must succeed, and gives what it printed. */
  String ok(String... args) {
    Run run = run(args);
    if (run.code() != 0) {
      throw new AssertionError(String.join(" ", args) + ": " + run);
    }
    return run.out();
  }

  /** Runs a command line on pipes. */
  Run run(String... args) {
    return run(new CapturedConsole("", 100), args);
  }

  /** Runs a command line on a terminal on which this is typed. */
  Run typing(String answer, String... args) {
    return run(new CapturedConsole(answer + "\n", 100, "in", "err"), args);
  }

  private Run run(CapturedConsole console, String... args) {
    clock.advance(Duration.ofMinutes(1));
    Parts parts =
        new Parts(
            Map.of("HEVELIUS_HOME", root.resolve("home").toString()),
            clock,
            () -> ZoneOffset.UTC,
            root,
            _ -> this);
    int code = new Program(parts, console.console()).run(args);
    return new Run(code, masked(console.out()), masked(console.err()));
  }

  private String masked(String text) {
    return text.replace(root.toString(), "/T").replaceAll("([Pp])lan [0-9a-f]{4}\\b", "$1lan 7f3a");
  }

  @Override
  public InitResult init(InitRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean exists(Path home) {
    return true;
  }

  @Override
  public Hevelius open(Path home) {
    return new Hevelius(context, () -> {});
  }

  @Override
  public Opened openToRebuild(Path home, @Nullable String id) {
    return new Opened(open(home), null);
  }

  @Override
  public SnapshotTree directory(Path directory) {
    return Directories.open(directory);
  }
}
