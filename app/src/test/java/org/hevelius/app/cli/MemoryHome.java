package org.hevelius.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.MemoryPool;
import org.hevelius.core.provider.MemoryStorage;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.provider.Support;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.core.storage.StorageSettingsReader;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Context;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;
import org.hevelius.testkit.TestClock;
import org.jspecify.annotations.Nullable;

/**
 * A home in memory under a command line: its directories are trees in memory, and one command line
 * after the other is run on it.
 */
final class MemoryHome implements Homes {
  static final String RAW = "/data/raw";

  final TestClock clock = TestClock.at("2026-11-21T10:30:00Z");
  private final Map<String, MemoryTree> live = new HashMap<>();
  private final Map<String, MemoryTree> captured = new HashMap<>();
  private final Set<String> stored = new HashSet<>();
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final InMemoryFileIndex index = new InMemoryFileIndex();
  private final List<String> findings = new ArrayList<>();
  private Optional<GitState> git = Optional.empty();
  private boolean made;
  private boolean alike;
  Channels channels = Channels.NONE;

  /** Storage that snapshots by itself. */
  final MemoryPool pool = new MemoryPool();

  private final MemoryStorage zfs = new MemoryStorage(SourceSpec.Kind.ZFS, pool, MemoryStorage.ALL);
  List<StorageViews> systems = List.of();
  String storageSettings = "";
  private Path workingDirectory = Path.of("/elsewhere");

  /** What a command line printed. */
  record Run(int code, String out, String err) {}

  /** What it has on record. */
  InMemoryCatalog catalog() {
    return catalog;
  }

  /** Runs a command line, which must succeed, and gives what it printed. */
  String ok(String... args) {
    Run run = run(args);
    if (run.code() != 0) {
      throw new AssertionError(
          String.join(" ", args) + ": " + run.code() + "\n" + run.out() + run.err());
    }
    return run.out();
  }

  /** Runs a command line on pipes of 100 columns. */
  Run run(String... args) {
    return run(CapturedConsole.piped(), args);
  }

  /** Runs a command line on a terminal, on which somebody has typed this. */
  Run typing(String input, String... args) {
    return run(new CapturedConsole(input, 100, "in", "err"), args);
  }

  private Run run(CapturedConsole captured, String... args) {
    Parts parts =
        new Parts(
            Map.of("HEVELIUS_HOME", "/home/maya/.hevelius"),
            clock,
            () -> ZoneOffset.UTC,
            workingDirectory,
            notices -> this);
    int code = new Program(parts, captured.console()).run(args);
    return new Run(code, captured.out(), captured.err());
  }

  /** Makes or changes the directory {@code /data/raw}. */
  MemoryHome raw(UnaryOperator<MemoryTree.Builder> change) {
    return directory(RAW, change);
  }

  MemoryHome directory(String path, UnaryOperator<MemoryTree.Builder> change) {
    MemoryTree old = live.get(path);
    MemoryTree.Builder builder = old == null ? MemoryTree.builder() : old.change();
    live.put(path, change.apply(builder.withKeys()).build());
    return this;
  }

  MemoryHome standingIn(String directory) {
    workingDirectory = Path.of(directory);
    return this;
  }

  MemoryHome workTree(GitState state) {
    git = Optional.of(state);
    return this;
  }

  /** From now on the ids of captures begin with the same 8 digits. */
  MemoryHome givingAlikeIds() {
    alike = true;
    return this;
  }

  /** From now on a capture lacks something. */
  MemoryHome losing(String finding) {
    findings.add(finding);
    return this;
  }

  @Override
  public InitResult init(InitRequest request) {
    if (made) {
      throw new HeveliusException(
          Category.CONFLICT, "there is a home in " + request.home() + " already");
    }
    made = true;
    boolean given =
        request.passwordFile() != null
            || request.passwordEnvironment() != null
            || !request.passwordCommand().isEmpty();
    Path repository = request.repository();
    return new InitResult(
        request.home(),
        repository == null ? request.home().resolve("repository") : repository,
        "0123456789abcdef".repeat(4),
        given ? null : request.home().resolve("password"),
        null,
        0);
  }

  @Override
  public boolean exists(Path home) {
    return made;
  }

  @Override
  public Hevelius open(Path home) {
    if (!made) {
      throw new HeveliusException(
          Category.NOT_FOUND, "there is no home in " + home, "make one: hevelius init");
    }
    GitReader reader = source -> git;
    Context context =
        new Context(
            catalog,
            index,
            Map.of(SourceSpec.Kind.DIR, new Provider(), SourceSpec.Kind.ZFS, zfs),
            new OneRepository(),
            reader,
            new Actor("maya", "mars"),
            clock,
            new PlainHasher(),
            Programs.NONE,
            channels,
            Scratch.NONE,
            storage());
    return new Hevelius(context, () -> {});
  }

  private StorageParts storage() {
    return new StorageParts(
        systems,
        StorageParts.NONE.clusters(),
        () -> StorageSettingsReader.read("storage.yaml", storageSettings));
  }

  /** The catalog in which messages are queued. */
  NotificationStore notifications() {
    return catalog.notifications();
  }

  @Override
  public Opened openToRebuild(Path home, @Nullable String id) {
    return new Opened(open(home), null);
  }

  @Override
  public SnapshotTree directory(Path directory) {
    return at(new SourceSpec(SourceSpec.Kind.DIR, directory.toString()));
  }

  private MemoryTree at(SourceSpec source) {
    MemoryTree tree = live.get(source.location());
    if (tree == null) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "there is no directory " + source.location());
    }
    return tree;
  }

  private final class Provider implements SnapshotProvider {
    @Override
    public SourceSpec.Kind kind() {
      return SourceSpec.Kind.DIR;
    }

    @Override
    public List<Support> capabilities(SourceSpec source) {
      return List.of();
    }

    @Override
    public void probe(SourceSpec source) {
      at(source);
    }

    @Override
    public PendingCapture capture(CaptureRequest request) {
      List<MemoryTree> trees = request.sources().stream().map(MemoryHome.this::at).toList();
      return new PendingCapture() {
        @Override
        public List<Content> contents() {
          List<Content> contents = new ArrayList<>();
          for (int i = 0; i < trees.size(); i++) {
            Capture capture = counted(request.sources().get(i), trees.get(i), "0", false);
            contents.add(
                new Content(
                    request.sources().get(i),
                    capture.files(),
                    capture.directories(),
                    capture.bytes(),
                    0,
                    0,
                    0,
                    findings.size(),
                    findings));
          }
          return contents;
        }

        @Override
        public Guarantee guarantee() {
          return Guarantee.UNVERIFIED;
        }

        @Override
        public List<Capture> publish(Manifest manifest) {
          List<Capture> captures = new ArrayList<>();
          for (int i = 0; i < trees.size(); i++) {
            String id = "%08x".formatted(0xc0ffee00 + captured.size()) + "0".repeat(56);
            if (alike) {
              id = "c0ffee99" + id.substring(0, 56);
            }
            captured.put(id, trees.get(i));
            captures.add(counted(request.sources().get(i), trees.get(i), id, true));
          }
          return captures;
        }

        @Override
        public void close() {}
      };
    }

    private Capture counted(SourceSpec source, MemoryTree tree, String id, boolean store) {
      long files = 0;
      long directories = 0;
      long bytes = 0;
      long added = 0;
      for (TreeEntry entry : tree.entries().values()) {
        directories += entry.isDirectory() ? 1 : 0;
        files += entry.isDirectory() ? 0 : 1;
        bytes += entry.size();
        if (entry.isFile() && store && stored.add(String.valueOf(entry.contentKey()))) {
          added += entry.size();
        }
      }
      return new Capture(
          source, "directory", id, "default", files, directories, bytes, added, added / 2);
    }

    @Override
    public SnapshotTree open(Capture capture) {
      MemoryTree tree = captured.get(capture.id());
      if (tree == null) {
        throw new HeveliusException(Category.DAMAGED, "no tree " + capture.id());
      }
      return tree;
    }

    @Override
    public SnapshotTree live(Dataset dataset, SourceSpec source) {
      return at(source);
    }

    @Override
    public void restore(RestoreOrder order) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
      return captures;
    }

    @Override
    public void forget(List<Capture> captures) {
      captures.forEach(capture -> captured.remove(capture.id()));
    }

    @Override
    public boolean exists(Capture capture) {
      return captured.containsKey(capture.id());
    }

    @Override
    public Stream<Recovered> recover() {
      return Stream.empty();
    }
  }

  /** Sets the clock. */
  MemoryHome at(String time) {
    clock.set(Instant.parse(time));
    return this;
  }
}
