package org.hevelius.providers.btrfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;
import org.jspecify.annotations.Nullable;

/** The commands of {@code btrfs} that are used, each with what it says when it fails. */
final class Commands {
  private static final Pattern FSID = Pattern.compile("uuid: ([0-9a-f-]{36})");

  private final Supplier<Machine> machine;

  /** Commands on this machine: Btrfs is read through its mounts. */
  Commands(Supplier<Machine> machine) {
    this.machine = machine;
  }

  Machine machine() {
    return machine.get();
  }

  private ProgramResult ask(String... words) {
    List<String> command = new ArrayList<>(List.of("btrfs"));
    command.addAll(List.of(words));
    return machine().run(command);
  }

  private String act(String what, String... words) {
    ProgramResult result = ask(words);
    if (!result.succeeded()) {
      throw failure(what, result);
    }
    return Names.text(result.output());
  }

  /** The exception for a failure, by what the kernel said in it. */
  static HeveliusException failure(String what, ProgramResult result) {
    String said = result.errors().replace('\n', ' ');
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota exceeded")) {
      return new HeveliusException(
          Category.FULL,
          what + ": the file system is full",
          "nothing was published; all earlier snapshots are intact; free some space, or run"
              + " `hevelius cleanup --dry-run` to see what retention would free");
    }
    boolean denied = words.contains("not permitted") || words.contains("permission denied");
    return new HeveliusException(
        denied ? Category.DENIED : Category.UNAVAILABLE,
        "%s: %s".formatted(what, said.isEmpty() ? "exit status " + result.status() : said),
        denied
            ? "run as root; btrfs lists, sends and deletes for root alone"
            : "nothing else was changed");
  }

  /** The subvolume that begins at a path; nothing when none does. */
  Optional<Subvolume> find(String path) {
    ProgramResult result = ask("subvolume", "show", "-b", path);
    if (result.succeeded()) {
      return Optional.of(SubvolumeText.shown(Names.text(result.output())));
    }
    String said = result.errors();
    if (said.contains("Not a Btrfs")
        || said.contains("cannot find real path")
        || said.contains("No such file")
        || said.contains("Not a directory")) {
      return Optional.empty();
    }
    throw failure("the subvolume at " + Names.show(path) + " can't be looked at", result);
  }

  /** The subvolume with an identity on the file system that is mounted at a place. */
  Optional<Subvolume> find(String mount, String uuid) {
    ProgramResult result = ask("subvolume", "show", "-b", "-u", uuid, mount);
    if (result.succeeded()) {
      return Optional.of(SubvolumeText.shown(Names.text(result.output())))
          .filter(found -> found.uuid().equals(uuid));
    }
    if (result.errors().contains("can't find uuid")) {
      return Optional.empty();
    }
    throw failure("the subvolumes at " + Names.show(mount) + " can't be looked at", result);
  }

  /** All subvolumes of the file system that is mounted at a place. */
  List<Subvolume> list(String mount) {
    return SubvolumeText.listed(
        act(
            "the subvolumes at " + Names.show(mount) + " can't be listed",
            "subvolume",
            "list",
            "-a",
            "-c",
            "-p",
            "-u",
            "-q",
            "-R",
            mount),
        false);
  }

  /** Those of them that can't be written to and are snapshots, with their times. */
  List<Subvolume> readOnlySnapshots(String mount) {
    return SubvolumeText.listed(
        act(
            "the snapshots at " + Names.show(mount) + " can't be listed",
            "subvolume",
            "list",
            "-a",
            "-c",
            "-s",
            "-r",
            "-p",
            "-u",
            "-q",
            "-R",
            mount),
        true);
  }

  /** The identity of the file system that is mounted at a place. */
  String fileSystem(String mount) {
    Matcher found = FSID.matcher(shownFileSystem(mount));
    if (!found.find()) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "btrfs doesn't say which file system is at " + Names.show(mount));
    }
    return found.group(1);
  }

  /** What {@code filesystem show} says of the file system that is mounted at a place. */
  String shownFileSystem(String mount) {
    return act(
        "the file system at " + Names.show(mount) + " can't be looked at",
        "filesystem",
        "show",
        "--raw",
        mount);
  }

  /** What {@code device stats} says. */
  String deviceStats(String mount) {
    return act("the devices of " + Names.show(mount) + " can't be asked", "device", "stats", mount);
  }

  /** Makes a subvolume. */
  void create(String path) {
    act("no subvolume was made at " + Names.show(path), "subvolume", "create", path);
  }

  /** How new files in a directory are compressed; empty for as the mount says. */
  String compression(String path) {
    String said =
        act(
            Names.show(path) + " can't be asked how it is compressed",
            "property",
            "get",
            "-t",
            "inode",
            path,
            "compression");
    return said.strip().replaceFirst("^compression=", "");
  }

  /** Sets {@link #compression}. */
  void compress(String path, String how) {
    act(
        "the compression of " + Names.show(path) + " was not set",
        "property",
        "set",
        "-t",
        "inode",
        path,
        "compression",
        how);
  }

  /**
   * Sets how many bytes a subvolume may refer to.
   *
   * @param id its number
   * @param bytes null for any
   */
  void limit(long id, @Nullable Long bytes, String mount) {
    String most = bytes == null ? "none" : bytes.toString();
    act("the limit was not set", "qgroup", "limit", most, "0/" + id, mount);
  }

  /**
   * Makes a snapshot at a path that isn't there: into a directory that is, {@code btrfs} would put
   * it.
   */
  void snapshot(String from, String to, boolean readOnly) {
    String what = "no snapshot of " + Names.show(from) + " was made";
    if (readOnly) {
      act(what, "subvolume", "snapshot", "-r", from, to);
    } else {
      act(what, "subvolume", "snapshot", from, to);
    }
  }

  /** Deletes a subvolume and waits until that is durable. */
  void delete(String path) {
    act("the snapshot " + Names.show(path) + " was not deleted", "subvolume", "delete", "-c", path);
  }

  /** Brings all that was written to a file system to its disks. */
  void sync(String path) {
    act(Names.show(path) + " can't be synchronized", "filesystem", "sync", path);
  }

  /** What {@code filesystem usage} says in bytes, under the names it prints. */
  String usage(String mount) {
    return act(
        "the space at " + Names.show(mount) + " can't be asked",
        "filesystem",
        "usage",
        "-b",
        mount);
  }

  /** What quotas have counted, where they are on. */
  String quotaGroups(String mount) {
    return act(
        "the quotas at " + Names.show(mount) + " can't be asked", "qgroup", "show", "--raw", mount);
  }

  /** What {@code filesystem du} says of the exclusive bytes of trees. */
  String exclusive(List<String> paths) {
    List<String> words = new ArrayList<>(List.of("filesystem", "du", "-s", "--raw"));
    words.addAll(paths);
    return act("what would be freed can't be asked", words.toArray(String[]::new));
  }
}
