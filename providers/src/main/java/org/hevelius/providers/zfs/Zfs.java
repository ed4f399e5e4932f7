package org.hevelius.providers.zfs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;

/** The programs zfs and zpool of one machine. */
record Zfs(Machine machine) {
  /** The exit status for a command or option that this version doesn't know. */
  static final int USAGE = 2;

  private static final int AT_ONCE = 100;

  /** Bytes; with less than this ZFS refuses what needs a block. */
  private static final long LITTLE = 1 << 20;

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final String COLUMNS = "name,property,value,source";

  /** Runs {@code zfs}, whatever comes of it. */
  ProgramResult run(String... words) {
    return run(Arrays.asList(words));
  }

  /** Runs {@code zfs}, whatever comes of it. */
  ProgramResult run(List<String> words) {
    List<String> command = new ArrayList<>(List.of("zfs"));
    command.addAll(words);
    return whole(machine.run(command));
  }

  /**
   * Runs {@code zfs} again as long as it fails and its work is still to be done: some versions let
   * go of a file system only some time after its last file was closed, or it was unmounted.
   *
   * @param attempts at most, a quarter of a second apart
   * @param open whether the work is to be done; asked after each failure
   * @return what came of the last attempt
   */
  ProgramResult patiently(int attempts, BooleanSupplier open, String... words) {
    ProgramResult result = change(words);
    for (int n = 1; n < attempts && !result.succeeded() && open.getAsBoolean(); n++) {
      LockSupport.parkNanos(PAUSE.toNanos());
      result = change(words);
    }
    return result;
  }

  /**
   * Runs {@code zfs} for something whose outcome is looked at when it failed: that the connection
   * was lost meanwhile is no more than a failure, and what was sent may have been done.
   */
  ProgramResult change(String... words) {
    return change(Arrays.asList(words));
  }

  /** As {@link #change(String...)}. */
  ProgramResult change(List<String> words) {
    try {
      return run(words);
    } catch (HeveliusException e) {
      if (e.category() != Category.UNAVAILABLE) {
        throw e;
      }
      return ProgramResult.unknown(String.valueOf(e.getMessage()));
    }
  }

  private ProgramResult whole(ProgramResult result) {
    if (result.truncated()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "zfs%s lists more than is kept in memory".formatted(where()),
          "nothing was changed; use sources with fewer snapshots, or forget some");
    }
    return result;
  }

  /**
   * Runs {@code zfs}, which must go well.
   *
   * @param what was to be done, as in "can't ..."
   */
  void must(String what, List<String> words) {
    ProgramResult result = run(words);
    if (!result.succeeded()) {
      throw failed(what, result);
    }
  }

  HeveliusException failed(String what, ProgramResult result, String... advice) {
    String errors = result.errors();
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't %s%s: %s"
            .formatted(what, where(), errors.isEmpty() ? "exit status " + result.status() : errors),
        advice.length > 0
            ? advice
            : new String[] {
              "see docs/zfs.md for the rights that it needs; try the command by hand"
            });
  }

  /**
   * As {@link #failed}, and FULL where that is why.
   *
   * @param dataset that has no room, if so
   */
  HeveliusException refused(String what, String dataset, ProgramResult result, String... advice) {
    HeveliusException failed = failed(what, result, advice);
    if (!isFull(dataset)) {
      return failed;
    }
    List<String> full = new ArrayList<>(List.of(advice));
    full.add("there is no room left in it; what retention would free: hevelius cleanup --dry-run");
    return new HeveliusException(Category.FULL, String.valueOf(failed.getMessage()), full, failed);
  }

  private boolean isFull(String dataset) {
    try {
      return find(dataset, List.of("available"))
          .filter(listed -> !listed.text("available").isEmpty())
          .filter(listed -> listed.number("available") < LITTLE)
          .isPresent();
    } catch (HeveliusException e) {
      return false;
    }
  }

  /** A command for people, with the machine it is for. */
  String command(String... words) {
    String line = "zfs " + String.join(" ", Arrays.stream(words).map(Machine::quoted).toList());
    return machine.isLocal() ? line : line + " (on " + machine.name() + ")";
  }

  private String where() {
    return machine.isLocal() ? "" : " on " + machine.name();
  }

  /** How a place is written in messages. */
  String shown(String name) {
    return machine.isLocal() ? name : machine.name() + ":" + name;
  }

  /** Properties of some things that must be there. */
  List<Listed> get(List<String> names, List<String> properties) {
    List<Listed> all = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      List<String> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
      List<String> words = getting(properties);
      words.addAll(some);
      ProgramResult result = run(words);
      if (!result.succeeded()) {
        throw failed("look at " + shown(some.getFirst()), result);
      }
      all.addAll(Listed.parse(result.output()));
    }
    return all;
  }

  private static List<String> getting(List<String> properties, String... options) {
    List<String> words = new ArrayList<>(List.of("get"));
    words.addAll(Arrays.asList(options));
    words.addAll(List.of("-H", "-p", "-o", COLUMNS, String.join(",", properties)));
    return words;
  }

  /** A dataset, its snapshots and the datasets right below it. */
  List<Listed> around(String dataset, List<String> properties) {
    return below(dataset, getting(properties, "-r", "-d", "1"));
  }

  /** The snapshots of one dataset, oldest first. */
  List<Listed> snapshots(String dataset, List<String> properties) {
    return around(dataset, properties).stream()
        .filter(listed -> listed.isSnapshot() && listed.dataset().equals(dataset))
        .sorted((a, b) -> Long.compare(a.number("createtxg"), b.number("createtxg")))
        .toList();
  }

  /** A dataset, what lies below it, and the snapshots of all. */
  List<Listed> tree(String dataset, List<String> properties) {
    return below(dataset, getting(properties, "-r"));
  }

  private List<Listed> below(String dataset, List<String> words) {
    words.add(dataset);
    ProgramResult result = run(words);
    if (!result.succeeded()) {
      throw isAbsent(dataset) ? missing(dataset) : failed("list " + shown(dataset), result);
    }
    return Listed.parse(result.output());
  }

  HeveliusException missing(String dataset) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "there is no ZFS dataset " + shown(dataset),
        "nothing was changed; see what there is: hevelius discover zfs");
  }

  /** A dataset or snapshot; nothing where it is certain that there is none. */
  Optional<Listed> find(String name, List<String> properties) {
    List<String> words = getting(properties);
    words.add(name);
    ProgramResult result = run(words);
    if (result.succeeded()) {
      return Listed.parse(result.output()).stream().findFirst();
    }
    if (isAbsent(name)) {
      return Optional.empty();
    }
    throw failed("look at " + shown(name), result);
  }

  /** Whether a thing is known not to be there, which needs that what it would be in is listed. */
  private boolean isAbsent(String name) {
    int at = name.indexOf('@');
    if (at < 0) {
      return !datasets(Place.pool(name)).contains(name);
    }
    String dataset = name.substring(0, at);
    ProgramResult listed =
        run("list", "-H", "-r", "-d", "1", "-t", "snapshot", "-o", "name", dataset);
    return listed.succeeded() ? !lines(listed).contains(name) : isAbsent(dataset);
  }

  /**
   * A dataset and all below it, each after those above it.
   *
   * @throws HeveliusException UNAVAILABLE when it isn't there
   */
  List<String> datasets(String dataset) {
    ProgramResult result =
        run("list", "-H", "-r", "-t", "filesystem,volume", "-o", "name", dataset);
    if (!result.succeeded()) {
      throw pools().contains(Place.pool(dataset))
          ? failed("list " + shown(dataset), result)
          : new HeveliusException(
              Category.UNAVAILABLE,
              "the pool %s isn't there%s".formatted(Place.pool(dataset), where()),
              "nothing was changed; check that it is imported: zpool import");
    }
    return lines(result);
  }

  /** The names of the pools. */
  List<String> pools() {
    ProgramResult result = whole(machine.run(List.of("zpool", "list", "-H", "-o", "name")));
    if (!result.succeeded()) {
      throw failed("list the pools", result);
    }
    return lines(result);
  }

  /** Works on each pool, and tells of those that can't be asked, as one whose disks are away. */
  void onEachPool(Consumer<String> work, Consumer<String> notices) {
    for (String pool : pools()) {
      try {
        work.accept(pool);
      } catch (HeveliusException e) {
        if (e.category() != Category.UNAVAILABLE) {
          throw e;
        }
        notices.accept("the ZFS pool %s was left out: %s".formatted(shown(pool), e.getMessage()));
      }
    }
  }

  /** Waits until all that was written stands in a pool; false where this version can't. */
  boolean isWritten(String pool) {
    return machine.run(List.of("zpool", "sync", pool)).succeeded();
  }

  /** By dataset the snapshot that it is a clone of, for all clones of a pool. */
  List<Clone> clones(String pool) {
    ProgramResult result =
        run("list", "-H", "-r", "-t", "filesystem,volume", "-o", "name,origin", pool);
    if (!result.succeeded()) {
      throw failed("list the clones in " + shown(pool), result);
    }
    return lines(result).stream()
        .map(line -> line.split("\t", -1))
        .filter(parts -> parts.length == 2 && parts[1].indexOf('@') > 0)
        .map(parts -> new Clone(parts[0], parts[1]))
        .toList();
  }

  /** A dataset that was cloned from a snapshot. */
  record Clone(String dataset, String origin) {}

  static List<String> lines(ProgramResult result) {
    return new String(result.output(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Sets properties, each {@code name=value}; all in one act where this version can. */
  void set(String name, List<String> settings) {
    if (settings.size() > 1) {
      List<String> words = new ArrayList<>(List.of("set"));
      words.addAll(settings);
      words.add(name);
      if (run(words).succeeded()) {
        return;
      }
    }
    settings.forEach(
        setting ->
            must(
                "set the property %s of %s"
                    .formatted(setting.substring(0, setting.indexOf('=')), shown(name)),
                List.of("set", setting, name)));
  }

  /** Takes an own property away. */
  void unset(String name, String property) {
    must(
        "take the property %s from %s".formatted(property, shown(name)),
        List.of("inherit", property, name));
  }
}
