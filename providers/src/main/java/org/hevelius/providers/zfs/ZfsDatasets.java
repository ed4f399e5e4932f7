package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Limits;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;
import org.jspecify.annotations.Nullable;

/** File systems of ZFS with the properties that tune and limit them, in words of every version. */
record ZfsDatasets(Machine machine) {
  /** Which profile a dataset was made for. */
  static final String PROFILE = "org.hevelius:profile";

  private static final String SOFT = "org.hevelius:soft-limit";
  private static final List<String> TUNING =
      List.of("recordsize", "compression", "atime", "primarycache", "logbias");
  private static final String PROPERTIES =
      "guid,used,available,referenced,quota,refquota,mountpoint,"
          + String.join(",", TUNING)
          + ","
          + PROFILE
          + ","
          + SOFT;
  private static final int AT_ONCE = 100;

  /** A value with where it comes from. */
  private record Value(String text, String source) {}

  /** A file system with its properties. */
  record Found(String name, Map<String, Value> values) {
    String value(String property) {
      Value value = values.get(property);
      return value == null || value.text().equals("-") ? "" : value.text();
    }

    long bytes(String property) {
      String text = value(property);
      return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** A property of ours; null unless it was set on this very dataset: such are inherited. */
    @Nullable String own(String property) {
      Value value = values.get(property);
      return value != null && value.source().equals("local") ? value.text() : null;
    }

    /** Whether the limit counts snapshots, because somebody has set it so. */
    boolean countsSnapshots() {
      return bytes("refquota") == 0 && bytes("quota") > 0;
    }

    Limits limits() {
      String own = own(SOFT);
      Long soft = own != null && own.matches("[1-9][0-9]{0,17}") ? Long.valueOf(own) : null;
      long hard = countsSnapshots() ? bytes("quota") : bytes("refquota");
      // Where somebody else has lowered the hard limit, ours is no warning any more.
      return new Limits(
          soft != null && hard > 0 && soft > hard ? (Long) hard : soft, hard > 0 ? hard : null);
    }

    Map<String, String> tuning() {
      Map<String, String> tuning = new TreeMap<>();
      TUNING.forEach(property -> tuning.put(property, value(property)));
      return tuning;
    }
  }

  /** All file systems of a pool. */
  List<Found> below(String pool) {
    ProgramResult listed =
        must(List.of("list", "-H", "-r", "-t", "filesystem", "-o", "name", pool));
    List<String> names = listed.text().lines().filter(line -> !line.isEmpty()).toList();
    List<Found> all = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      all.addAll(get(names.subList(from, Math.min(names.size(), from + AT_ONCE))));
    }
    return all;
  }

  /** One file system that must be there. */
  Found one(String name) {
    if (isAbsent(name)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no ZFS file system " + name,
          "see those that there are: hevelius view list zfs");
    }
    return get(List.of(name)).getFirst();
  }

  /** Whether it is certain that there is none: the pool is listed, and it isn't in it. */
  private boolean isAbsent(String name) {
    String pool = name.replaceFirst("/.*", "");
    ProgramResult listed =
        must(List.of("list", "-H", "-r", "-t", "filesystem", "-o", "name", pool));
    return listed.text().lines().noneMatch(name::equals);
  }

  private List<Found> get(List<String> names) {
    List<String> words =
        new ArrayList<>(List.of("get", "-H", "-p", "-o", "name,property,value,source", PROPERTIES));
    words.addAll(names);
    Map<String, Map<String, Value>> found = new LinkedHashMap<>();
    for (String line : must(words).text().split("\n", -1)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 4) {
        found
            .computeIfAbsent(parts[0], _ -> new HashMap<>())
            .put(parts[1], new Value(parts[2], parts[3]));
      }
    }
    return found.entrySet().stream()
        .map(entry -> new Found(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Makes a file system with everything that it shall have, in one act.
   *
   * @return what is otherwise than the profile says
   */
  List<String> create(String name, AccessProfile profile, Limits limits) {
    if (!isAbsent(name)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is something called " + name + " already",
          "it was not touched");
    }
    ProgramResult result = zfs(creation(name, profile, tuning(profile), limits));
    if (result.succeeded()) {
      return List.of();
    }
    if (isAbsent(name)) {
      ProgramResult plain = zfs(creation(name, profile, plainTuning(profile), limits));
      if (plain.succeeded()) {
        return List.of(
            "this version of ZFS is old: smaller records and another compression were taken");
      }
    }
    throw failed("make " + name, result);
  }

  private static List<String> creation(
      String name, AccessProfile profile, List<String> tuning, Limits limits) {
    List<String> words = new ArrayList<>(List.of("create"));
    List<String> settings = new ArrayList<>(tuning);
    settings.add(PROFILE + "=" + profile.text());
    if (limits.soft() != null) {
      settings.add(SOFT + "=" + limits.soft());
    }
    if (limits.hard() != null) {
      settings.add("refquota=" + limits.hard());
    }
    settings.forEach(setting -> words.addAll(List.of("-o", setting)));
    words.add(name);
    return words;
  }

  private static List<String> tuning(AccessProfile profile) {
    return switch (profile) {
      case BURST -> List.of("recordsize=16384", "compression=lz4", "atime=off", "logbias=latency");
      case DEEP ->
          List.of("recordsize=1048576", "compression=zstd", "atime=off", "logbias=throughput");
    };
  }

  private static List<String> plainTuning(AccessProfile profile) {
    return switch (profile) {
      case BURST -> List.of("recordsize=16384", "compression=on", "atime=off", "logbias=latency");
      case DEEP ->
          List.of("recordsize=131072", "compression=gzip", "atime=off", "logbias=throughput");
    };
  }

  /**
   * Sets those limits of a file system that shall be others, in one act where this version can.
   *
   * @param found as it was looked at right before: ZFS can't set on a condition
   */
  void limit(Found found, Limits wanted) {
    Limits before = found.limits();
    List<String> settings = new ArrayList<>();
    if (!Objects.equals(before.hard(), wanted.hard())) {
      String property = found.countsSnapshots() ? "quota" : "refquota";
      settings.add(property + "=" + (wanted.hard() == null ? "none" : wanted.hard()));
    }
    boolean isSoft = Objects.equals(before.soft(), wanted.soft());
    if (!isSoft && wanted.soft() != null) {
      settings.add(SOFT + "=" + wanted.soft());
    }
    List<String> words = new ArrayList<>(List.of("set"));
    words.addAll(settings);
    words.add(found.name());
    if (settings.size() < 2 || !zfs(words).succeeded()) {
      settings.forEach(setting -> must(List.of("set", setting, found.name())));
    }
    if (!isSoft && wanted.soft() == null && found.own(SOFT) != null) {
      must(List.of("inherit", SOFT, found.name()));
    }
  }

  private ProgramResult zfs(List<String> words) {
    List<String> command = new ArrayList<>(List.of("zfs"));
    command.addAll(words);
    ProgramResult result = machine.run(command);
    if (result.truncated()) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "zfs lists more than is kept in memory", "nothing was changed");
    }
    return result;
  }

  private ProgramResult must(List<String> words) {
    ProgramResult result = zfs(words);
    if (!result.succeeded()) {
      throw failed(words.getFirst() + " " + words.getLast(), result);
    }
    return result;
  }

  private static HeveliusException failed(String what, ProgramResult result) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't do zfs %s: %s".formatted(what, result.errors()),
        "check the rights of the account: zfs allow DATASET; it needs create, mount, refquota,"
            + " quota and userprop");
  }
}
