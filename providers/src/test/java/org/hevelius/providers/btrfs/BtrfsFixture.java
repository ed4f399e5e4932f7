package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.FilesFixture;
import org.hevelius.core.provider.NativeFixture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.testkit.Counterpart;
import org.hevelius.testkit.LoopFileSystem;

/** A Btrfs of its own, with blanks in its path, and a provider that sees no other. */
final class BtrfsFixture extends FilesFixture implements NativeFixture {
  final List<String> notices = new ArrayList<>();
  private final LoopFileSystem loop;
  private final Consumer<Rollback.Step> steps;
  private final List<Path> homes = new ArrayList<>();
  private BtrfsProvider provider;
  private int names;
  private Machine machine = Machine.LOCAL;
  private Path above;

  BtrfsFixture(Path temp) {
    this(temp, _ -> {});
  }

  BtrfsFixture(Path temp, Consumer<Rollback.Step> steps) {
    Counterpart.program("btrfs");
    this.loop = LoopFileSystem.btrfs(temp.resolve("a disk"), 256);
    this.steps = steps;
    this.above = Objects.requireNonNull(loop.root().getParent());
    this.provider = make();
  }

  private BtrfsProvider make() {
    return ofHome("home-of-the-fixture");
  }

  @Override
  public BtrfsProvider ofHome(String id) {
    return new BtrfsProvider(
        FileSystems.local(),
        2,
        Clock.fixed(Instant.parse("2026-11-22T04:05:06Z"), ZoneOffset.UTC),
        id,
        new OwnPlaces(() -> homes),
        () -> machine,
        notices::add,
        this::mounts,
        steps);
  }

  /** The mounts below this file system, and what is below them all. */
  List<Mount> mounts() {
    return Mount.all().stream()
        .filter(mount -> !mount.isBtrfs() || Mount.isWithin(mount.point(), above().toString()))
        .toList();
  }

  private Path above() {
    return above;
  }

  Machine machine() {
    return machine;
  }

  /** Lets commands run otherwise than as this account. */
  void machine(Machine other) {
    machine = other;
  }

  /** Lets the provider see all file systems below a directory. */
  void andBelow(Path directory) {
    above = directory;
  }

  Path top() {
    return loop.root();
  }

  /** Lets a directory count as Hevelius' own. */
  void home(Path path) {
    homes.add(path);
  }

  @Override
  public BtrfsProvider provider() {
    return provider;
  }

  @Override
  public void reopen() {
    provider = make();
  }

  @Override
  protected Path root(SourceSpec source) {
    return Path.of(source.location());
  }

  @Override
  public SourceSpec source(String name) {
    Path path = loop.root().resolve(++names + "/" + name);
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    btrfs("subvolume", "create", path.toString());
    return spec(path);
  }

  static SourceSpec spec(Path path) {
    return new SourceSpec(SourceSpec.Kind.BTRFS, path.toString());
  }

  @Override
  public SourceSpec missing() {
    return spec(loop.root().resolve("none"));
  }

  @Override
  public String newPlace() {
    return loop.root().resolve("place " + ++names).toString();
  }

  @Override
  public String cloneName() {
    return loop.root().resolve("my clone").toString();
  }

  @Override
  public Capture foreign(SourceSpec source, String name) {
    Path path = loop.root().resolve("others");
    if (Files.notExists(path)) {
      btrfs("subvolume", "create", path.toString());
    }
    Path snapshot = path.resolve(name + " " + ++names);
    btrfs("subvolume", "snapshot", "-r", source.location(), snapshot.toString());
    return provider.adoptable(source).getLast().captures().getFirst();
  }

  static String btrfs(String... words) {
    List<String> command = new ArrayList<>(List.of("btrfs"));
    command.addAll(List.of(words));
    return run(command);
  }

  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
