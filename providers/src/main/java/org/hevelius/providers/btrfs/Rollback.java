package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.Exchange;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.RawPath;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts another subvolume in the place of a source: one to write to, made of a capture, changes
 * names with it in one atomic act, and what was there stays beside it. All of it is prepared in a
 * directory that says what is going on, so that a repetition finds what a killed process has left:
 * before the exchange it removes the prepared copy, after it the state before gets its name.
 */
final class Rollback {
  static final String WAY = "exchange";

  private static final String LEFT = ".before-rollback-";
  private static final String UNDER_WAY = ".rollback-";
  private static final String RECORD = "rollback.json";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What can be seen of it from outside, in this order. */
  enum Step {
    RECORDED,
    PREPARED,
    EXCHANGED,
    NAMED
  }

  /**
   * What stands in the record.
   *
   * @param live the identity of the subvolume that is to make room
   * @param kept the path that it gets
   * @param leaf the name of the other in the directory
   */
  private record Plan(
      String source, String token, String capture, String live, String kept, String leaf) {}

  private final Volumes volumes;
  private final FileSystem files;
  private final OwnPlaces own;
  private final Clock clock;
  private final Consumer<Step> steps;

  /**
   * Makes it.
   *
   * @param steps told after each step is done
   */
  Rollback(Volumes volumes, FileSystem files, OwnPlaces own, Clock clock, Consumer<Step> steps) {
    this.volumes = volumes;
    this.files = files;
    this.own = own;
    this.clock = clock;
    this.steps = steps;
  }

  /** Whether a subvolume, or one above it, is what a rollback has left of a source. */
  static boolean isLeft(Path path) {
    for (Path name : path) {
      if (name.toString().contains(LEFT)) {
        return true;
      }
    }
    return false;
  }

  /** Why a source can't be put back at once, if it can't. */
  Optional<String> obstacle(Volumes.Source source) {
    if (source.path().equals(source.mount().point())) {
      return Optional.of(
          Names.show(source.path()) + " is where the subvolume is mounted, and mounts don't move");
    }
    Optional<Mount> below =
        volumes.mounts().stream()
            .filter(mount -> mount.point().startsWith(source.path() + "/"))
            .findFirst();
    if (below.isPresent()) {
      return Optional.of(
          "%s is mounted below it, and would go with the state before"
              .formatted(Names.show(below.get().point())));
    }
    if (!own.inside(source.path()).isEmpty()) {
      return Optional.of("Hevelius' own files lie in it, and would be put back with it");
    }
    return Optional.empty();
  }

  /** The one way that there is. */
  RollbackPlan plan(Capture to) {
    Volumes.Found want = volumes.need(to);
    Volumes.Source source = possible(to);
    List<String> effects = new ArrayList<>();
    effects.add(
        "the state before stays as a subvolume beside it; it takes space until somebody deletes"
            + " it");
    effects.add("programs that have files open keep those of the state before: stop them first");
    if (!want.subvolume().readOnly()) {
      effects.add(
          "the snapshot can be written to: somebody has switched its read-only flag off, and may"
              + " have changed it");
    }
    if (!want.isOurs()) {
      effects.add("the snapshot was made by another program; subvolumes below it aren't known");
    }
    volumes.mounts().stream()
        .filter(mount -> mount.device().equals(source.mount().device()))
        .filter(mount -> Mount.isWithin(mount.root(), source.subvolume().path()))
        .forEach(
            mount ->
                effects.add(
                    "the mount at %s keeps showing the state before"
                        .formatted(Names.show(mount.point()))));
    if (source.subvolume().limit() >= 0) {
      effects.add("its quota stays with the state before: set it anew");
    }
    return new RollbackPlan(to, WAY, List.of(), effects, token(to, source));
  }

  private Volumes.Source possible(Capture to) {
    Volumes.Source source = volumes.source(to.source());
    obstacle(source)
        .ifPresent(
            why -> {
              throw new HeveliusException(
                  Category.UNAVAILABLE,
                  "%s can't be put back at once: %s".formatted(to.source(), why),
                  "restore its files in place, which does the same file by file, or to another"
                      + " directory");
            });
    if (!volumes
        .commands()
        .fileSystem(source.mount().point())
        .equals(Identity.of(to).fileSystem())) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          to.source() + " lies on another file system than its snapshot",
          "restore its files in place, or to another directory");
    }
    return source;
  }

  private static String token(Capture to, Volumes.Source source) {
    try {
      String named = to.id() + "\n" + to.source() + "\n" + source.subvolume().uuid();
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Carries out a plan, or goes on with it. */
  RolledBack run(RollbackPlan plan, BooleanSupplier canceled) {
    Volumes.Source source = possible(plan.to());
    Place place = volumes.place(source);
    return place.alone(() -> run(plan, source, place, canceled));
  }

  private RolledBack run(
      RollbackPlan plan, Volumes.Source source, Place place, BooleanSupplier canceled) {
    Path directory = place.root().resolve(UNDER_WAY + plan.token());
    Optional<RolledBack> before = settle(place, plan.to().source(), plan.token());
    if (before.isPresent()) {
      return before.get();
    }
    requireTrue(plan, source);
    Volumes.Found want = volumes.need(plan.to());
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "canceled; nothing was changed");
    }
    Path live = Path.of(source.path());
    String leaf = want.path().getFileName().toString();
    Plan record =
        new Plan(
            plan.to().source().toString(),
            plan.token(),
            want.subvolume().uuid(),
            source.subvolume().uuid(),
            kept(live).toString(),
            leaf);
    record(place, directory, record);
    try {
      prepare(want, directory.resolve(leaf));
      requireTrue(plan, volumes.source(plan.to().source()));
      exchange(live, directory.resolve(leaf));
    } catch (RuntimeException e) {
      // What was prepared goes; if the exchange was done after all, this finishes it instead.
      Optional<RolledBack> done = settle(place, plan.to().source(), plan.token());
      if (done.isPresent()) {
        return done.get();
      }
      throw e;
    }
    return finish(place, directory, record);
  }

  private void requireTrue(RollbackPlan plan, Volumes.Source source) {
    if (!token(plan.to(), source).equals(plan.token())) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s is another subvolume than when this was planned".formatted(plan.to().source()),
          "nothing was changed; look again");
    }
  }

  private Path kept(Path live) {
    String name = live.getFileName() + LEFT + STAMP.format(clock.instant());
    Path free = live.resolveSibling(name);
    for (int n = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); n++) {
      free = live.resolveSibling(name + "-" + n);
    }
    return free;
  }

  private void record(Place place, Path directory, Plan record) {
    DurableFiles.in(
        directory,
        () -> {
          Files.createDirectory(directory, DurableFiles.CLOSED_DIRECTORY);
          DurableFiles.write(
              directory.resolve(RECORD),
              JsonOutput.document(record).getBytes(StandardCharsets.UTF_8));
          DurableFiles.sync(place.root());
          return true;
        });
    steps.accept(Step.RECORDED);
  }

  private void prepare(Volumes.Found want, Path copy) {
    Copies.writable(volumes.commands(), want, copy);
    steps.accept(Step.PREPARED);
  }

  private void exchange(Path live, Path copy) {
    EngineFailures.translated(
        () -> {
          try (Directory above = files.open(RawPath.of(Objects.requireNonNull(live.getParent())));
              Directory aside = files.open(RawPath.of(Objects.requireNonNull(copy.getParent())))) {
            Exchange.of(above, name(live), aside, name(copy));
            aside.syncFileSystem();
          }
        });
    steps.accept(Step.EXCHANGED);
  }

  static FileName name(Path path) {
    return RawPath.parts(RawPath.of(path)).getLast();
  }

  /**
   * Finishes or takes back what killed processes have left of rollbacks of a source.
   *
   * @return what the one with this token has done
   */
  private Optional<RolledBack> settle(Place place, SourceSpec source, String token) {
    if (Files.notExists(place.root(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Optional<RolledBack> done = Optional.empty();
    for (Path directory :
        DurableFiles.in(place.root(), () -> Place.entries(place.root(), UNDER_WAY + "*"))) {
      Optional<Plan> left = read(directory);
      if (left.isEmpty()) {
        // The record is the first thing in it, and the last that goes.
        DurableFiles.in(directory, () -> Place.removeFiles(directory));
      } else if (left.get().source().equals(source.toString())) {
        Optional<RolledBack> settled = settle(place, directory, left.get());
        done = left.get().token().equals(token) && settled.isPresent() ? settled : done;
      }
    }
    return done;
  }

  private Optional<RolledBack> settle(Place place, Path directory, Plan left) {
    Subvolume there =
        volumes.commands().find(directory.resolve(left.leaf()).toString()).orElse(null);
    Subvolume prepared = there == null || there.uuid().equals(left.live()) ? null : there;
    if (prepared != null && !left.capture().equals(prepared.origin())) {
      throw new HeveliusException(
          Category.CONFLICT,
          directory + " holds a subvolume that isn't known",
          "nothing was changed; look at it, and move it away");
    }
    if (prepared != null) {
      discard(place, prepared, directory.resolve(left.leaf()));
    }
    if (prepared != null || (there == null && !isKept(left))) {
      DurableFiles.in(directory, () -> place.remove(directory));
      return Optional.empty();
    }
    return Optional.of(finish(place, directory, left));
  }

  /** Deletes what lies below a prepared copy, which keeps it from going. */
  private void discard(Place place, Subvolume prepared, Path at) {
    List<Subvolume> all = volumes.commands().list(place.root().toString());
    for (Subvolume nested : Volumes.below(all, prepared).reversed()) {
      volumes.commands().delete(at + nested.path().substring(prepared.path().length()));
    }
  }

  private boolean isKept(Plan record) {
    return volumes
        .commands()
        .find(record.kept())
        .filter(subvolume -> subvolume.uuid().equals(record.live()))
        .isPresent();
  }

  private static Optional<Plan> read(Path directory) {
    Path file = directory.resolve(RECORD);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonMapper.shared().readValue(Files.readAllBytes(file), Plan.class));
    } catch (IOException | JacksonException e) {
      throw new HeveliusException(
          Category.DAMAGED,
          file + " can't be read",
          List.of("nothing was changed; what lies beside it may be the state before a rollback"),
          e);
    }
  }

  /** Gives the state before its name, and clears up. */
  private RolledBack finish(Place place, Path directory, Plan record) {
    Path aside = directory.resolve(record.leaf());
    Path kept = Path.of(record.kept());
    DurableFiles.in(
        kept,
        () -> {
          if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
              throw new HeveliusException(
                  Category.CONFLICT,
                  kept + " is there already",
                  "the source is put back; the state before is at " + aside);
            }
            Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.sync(Objects.requireNonNull(kept.getParent()));
          }
          steps.accept(Step.NAMED);
          return place.remove(directory);
        });
    return new RolledBack(
        kept.toString(),
        List.of(
            "once nobody needs it: btrfs subvolume delete "
                + Machine.quoted(Names.show(kept.toString()))));
  }
}
