package org.hevelius.core.provider;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.snapshot.Manifest;
import org.jspecify.annotations.Nullable;

/** The port to the repositories of a home: to look after them. Only use cases call it. */
public interface Repositories {
  /** The names, the default one first. */
  List<String> names();

  /**
   * What a repository is.
   *
   * @param location where it lies
   * @param id its random id
   * @param formatVersion version of the format
   * @param readOnly whether Hevelius may write to it
   * @param snapshots how many snapshots it holds, of any program
   * @param packs how many packs
   * @param storedBytes what all files take
   * @param blobs how many blobs the index knows
   * @param plainBytes what these are before compression
   */
  record RepositoryInfo(
      String name,
      String location,
      String id,
      int formatVersion,
      boolean readOnly,
      long snapshots,
      long packs,
      long storedBytes,
      long blobs,
      long plainBytes) {}

  /** Describes a repository. */
  RepositoryInfo info(String name);

  /**
   * Makes sure that a repository is there and can be read, at the cost of opening two files and
   * without its password or a lock.
   *
   * @throws HeveliusException NOT_FOUND, DENIED, DAMAGED or UNAVAILABLE when it can't
   */
  void probe(String name);

  /**
   * How somebody gets into a repository.
   *
   * @param location where it lies; empty when not known
   * @param password in words where the password comes from, never what it is
   */
  record Way(String location, String password) {}

  /** How somebody gets into a repository, told without opening it. */
  default Way way(String name) {
    return new Way("", "");
  }

  /** Bytes that are free below a repository; nothing when that can't be told. */
  default OptionalLong freeBytes(String name) {
    return OptionalLong.empty();
  }

  /** A snapshot of any program in a repository. */
  record Foreign(
      String id,
      String time,
      String host,
      String user,
      List<String> paths,
      List<String> tags,
      boolean ours) {}

  /** All snapshots in a repository, oldest first. */
  List<Foreign> snapshots(String name);

  /**
   * The snapshots of other programs in a repository, as Hevelius would list them: a dataset for
   * each host and set of paths, with versions by time. Changes nothing.
   */
  List<Recovered> adoptable(String name);

  /**
   * A place to add.
   *
   * @param passwordFile file with the password, or null
   * @param passwordEnvironment variable with the password, or null
   * @param passwordCommand program and arguments that print the password; may be empty
   */
  record Addition(
      String name,
      String location,
      @Nullable String passwordFile,
      @Nullable String passwordEnvironment,
      List<String> passwordCommand,
      boolean readOnly) {}

  /**
   * Adds an existing repository to this home, after opening it.
   *
   * @throws HeveliusException CONFLICT if the name is taken; NOT_FOUND, DENIED or DAMAGED if it
   *     can't be opened
   */
  RepositoryInfo add(Addition addition);

  /** A key of a repository. */
  record Key(String id, String created, String user, String host, boolean current) {}

  /** The keys of a repository. */
  List<Key> keys(String name);

  /**
   * Opens a repository by nothing but a password, apart from how this home opens it and from what
   * it keeps of it, and looks for snapshots in it.
   *
   * @param passwordFile absolute path of the file with the password
   * @param ids of snapshots in it
   * @return the key that the password belongs to
   * @throws HeveliusException DENIED when it opens nothing; NOT_FOUND when a snapshot isn't there
   */
  Key openedBy(String name, String passwordFile, List<String> ids);

  /** Adds a key whose password stands in a file. */
  Key addKey(String name, String newPasswordFile);

  /** Removes a key by its exact id or a unique prefix of 8 or more digits. */
  void removeKey(String name, String id);

  /** Replaces the password in use by the one in a file; the home uses it from then on. */
  void changePassword(String name, String newPasswordFile);

  /**
   * What a check found.
   *
   * @param severity {@code INFO}, {@code WARNING} or {@code ERROR}
   * @param sentence what is wrong, with what
   * @param remedy what to do; may be empty
   */
  record Finding(String severity, String sentence, String remedy) {}

  /**
   * What a check covered.
   *
   * @param packsRead how many packs were read completely
   * @param bytesRead bytes of these
   */
  record CheckReport(
      long snapshots,
      long trees,
      long packs,
      long packsRead,
      long bytesRead,
      List<Finding> findings) {
    /** Copies the findings. */
    public CheckReport {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is damaged. */
    public boolean sound() {
      return findings.stream().noneMatch(finding -> finding.severity().equals("ERROR"));
    }
  }

  /**
   * Checks a repository.
   *
   * @param readPercent share of the packs whose data is read: 0 for none, 100 for all, else a
   *     random choice
   * @param part {@code n/m}: the n-th of m parts of the packs, in place of a share; null for none
   */
  CheckReport check(
      String name,
      double readPercent,
      @Nullable String part,
      Progress progress,
      BooleanSupplier canceled);

  /**
   * What pruning would do.
   *
   * @param token names exactly this state of the repository
   */
  record PrunePlan(
      String name,
      String token,
      long packs,
      long packsRemoved,
      long packsRewritten,
      long blobsUnused,
      long bytesUsed,
      long bytesFreed,
      long bytesRewritten) {}

  /**
   * Finds what no snapshot needs.
   *
   * @param forgetting ids of snapshots that count as forgotten already
   */
  PrunePlan planPrune(String name, List<String> forgetting);

  /**
   * Frees what no snapshot needs.
   *
   * @throws HeveliusException CONFLICT if the repository isn't as it was planned; then nothing was
   *     removed
   */
  PrunePlan prune(PrunePlan plan, Progress progress, BooleanSupplier canceled);

  /**
   * Rebuilds the index from the packs.
   *
   * @param notice told in sentences what was seen on the way
   * @return what it does, a sentence each; empty when there is nothing to do
   */
  List<String> rebuildIndex(
      String name, boolean readAllPacks, boolean dryRun, Consumer<String> notice);

  /**
   * Brings what is good in damaged packs to safety and drops these.
   *
   * @param notice told in sentences what was seen on the way, such as files whose content is lost
   * @return what it does and what is lost, a sentence each; empty when there is nothing to do
   */
  List<String> repairPacks(String name, boolean dryRun, Consumer<String> notice);

  /**
   * A snapshot that misses content.
   *
   * @param id its exact id
   * @param lost what a repair leaves out of it, at most 10,000 of them
   * @param lostCount how many there are
   * @param savable whether anything is left of it
   */
  record Damaged(String id, List<Lost> lost, long lostCount, boolean savable) {
    /** Copies the list. */
    public Damaged {
      lost = List.copyOf(lost);
    }
  }

  /**
   * What is lost.
   *
   * @param path where it stood, escaped to one line
   * @param bytes the size of a file; 0 for a directory of which all entries are lost
   */
  record Lost(String path, long bytes) {}

  /**
   * The snapshots of a repository, of any program, that miss content.
   *
   * @param token names exactly this state of the repository
   * @param unreadable ids of snapshots whose records can't be read
   */
  record SnapshotDamage(String name, String token, List<Damaged> damaged, List<String> unreadable) {
    /** Copies the lists. */
    public SnapshotDamage {
      damaged = List.copyOf(damaged);
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * Finds the snapshots that miss content; changes nothing.
   *
   * @throws HeveliusException DAMAGED when index and packs have to be repaired first
   */
  SnapshotDamage snapshotDamage(String name, BooleanSupplier canceled);

  /**
   * Puts corrected snapshots without what is lost in the place of some of the damaged ones. A new
   * one is durable before the old one goes; all others stay as they are.
   *
   * @param manifests what stands in the corrected snapshots, by the ids of the damaged ones
   * @param replaced told of each as it was replaced: the old id and the new one
   * @throws HeveliusException CONFLICT if the repository isn't as it was looked at; then nothing
   *     was changed
   */
  void repairSnapshots(
      SnapshotDamage damage,
      Map<String, Manifest> manifests,
      BiConsumer<String, String> replaced,
      BooleanSupplier canceled);

  /** Removes locks of processes that are known not to run. */
  int unlock(String name);
}
