package org.hevelius.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.KeptBy;
import org.jspecify.annotations.Nullable;

/** What several verbs say of a snapshot in the same words. */
final class SnapshotText {
  private static final int LONGEST = 72;

  private SnapshotText() {}

  /** The guarantee with what it means. */
  static String guarantee(Snapshot snapshot) {
    boolean directories =
        snapshot.captures().stream().allMatch(c -> c.source().kind() == SourceSpec.Kind.DIR);
    String meaning =
        switch (snapshot.guarantee()) {
          case ATOMIC -> "one act of the storage took everything at one instant";
          case QUIESCED -> "all writers were held while it was taken";
          case ORDERED -> "taken in a safe order, and the references were checked";
          case UNVERIFIED ->
              !directories
                  ? "the sources were taken one after the other"
                  : snapshot.captures().size() == 1
                      ? "a plain directory: each file is consistent, the tree is not one instant"
                      : "plain directories: each file is consistent, the trees are not one"
                          + " instant";
        };
    return snapshot.guarantee() + "  (" + meaning + ")";
  }

  /** The Git work tree, such as {@code main@5a49f37, 2 uncommitted files}. */
  static Optional<String> git(@Nullable GitState git) {
    if (git == null) {
      return Optional.empty();
    }
    String dirty =
        git.dirtyFiles() == 0
            ? ", clean"
            : ", " + Humans.count(git.dirtyFiles(), "uncommitted file", "uncommitted files");
    return Optional.of(Text.printable(git.text()) + dirty);
  }

  /** What is new in it, such as {@code 212 MB new, 61 MB stored (zstd)}. */
  static String added(Snapshot snapshot) {
    long added = addedBytes(snapshot);
    if (added == 0) {
      return isCounted(snapshot) ? "nothing new" : "what is new in it wasn't counted";
    }
    boolean compressed = snapshot.captures().stream().noneMatch(c -> c.repository().isEmpty());
    return Humans.bytes(added)
        + " new, "
        + Humans.bytes(snapshot.captures().stream().mapToLong(Capture::storedBytes).sum())
        + " stored"
        + (compressed ? " (zstd)" : "");
  }

  /** What was read and how long it took, what is new, and what is shared with the one before. */
  static String taken(Creation.Result result) {
    Snapshot snapshot = result.snapshot();
    long added = addedBytes(snapshot);
    Long previous = result.previous();
    Duration time = Duration.between(result.started(), result.finished());
    if (!isCounted(snapshot) && added == 0) {
      return "%s at once, in %s"
          .formatted(
              bytes(snapshot) == 0 ? "taken" : content(snapshot) + " taken", Humans.duration(time));
    }
    String shared =
        previous == null || added >= bytes(snapshot)
            ? ""
            : (added == 0 ? ", all shared with @" : ", the rest shared with @") + previous;
    return "%s in %s; %s%s"
        .formatted(content(snapshot), Humans.duration(time), added(snapshot), shared);
  }

  /**
   * What could not be captured as it should, line by line; empty when all is well.
   *
   * @param alarming makes the words stand out
   */
  static List<String> losses(Creation.Result result, UnaryOperator<String> alarming) {
    List<String> lines = new ArrayList<>();
    List<String> findings =
        result.contents().stream().flatMap(content -> content.findings().stream()).toList();
    if (result.losses() > 0) {
      lines.add(
          alarming.apply("  " + Humans.count(result.losses(), "thing is", "things are"))
              + " missing from it:");
    }
    findings.forEach(finding -> lines.add("    " + Text.printable(finding)));
    if (result.losses() > findings.size()) {
      lines.add("    and " + Humans.count(result.losses() - findings.size()) + " more");
    }
    return lines;
  }

  /** How much of it no earlier version had; a dash where that wasn't counted. */
  static String newBytes(Snapshot snapshot) {
    long added = addedBytes(snapshot);
    return added == 0 && !isCounted(snapshot) ? "-" : Humans.bytes(added);
  }

  /** Whether it is known how many files it has, and how much of it is new. */
  static boolean isCounted(Snapshot snapshot) {
    return snapshot.files().isPresent();
  }

  /** Its files and their size, as far as they are known. */
  static String content(Snapshot snapshot) {
    long bytes = bytes(snapshot);
    return bytes == 0 && !isCounted(snapshot)
        ? "its size isn't known"
        : files(snapshot) + Humans.bytes(bytes);
  }

  /** The size of a capture; a dash where its storage doesn't tell. */
  static String size(Capture capture) {
    return capture.bytes() == 0 && !capture.isCounted() ? "-" : Humans.bytes(capture.bytes());
  }

  /** A size that may not be known. */
  static String known(@Nullable Long bytes) {
    return bytes == null ? "-" : Humans.bytes(bytes);
  }

  private static long addedBytes(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::addedBytes).sum();
  }

  private static long bytes(Snapshot snapshot) {
    return snapshot.captures().stream().mapToLong(Capture::bytes).sum();
  }

  /** How many files it has, with a comma behind; empty when that wasn't counted. */
  static String files(Snapshot snapshot) {
    OptionalLong files = snapshot.files();
    return files.isEmpty() ? "" : Humans.count(files.getAsLong(), "file", "files") + ", ";
  }

  /** What keeps it, or {@code no rule} and the like, in a word or two. */
  static String keptBy(@Nullable KeptBy kept, Times times) {
    if (kept == null) {
      return "";
    }
    Instant until = kept.until();
    return kept.word() + (until == null ? "" : " " + times.minute(until).substring(0, 10));
  }

  /** The first line of the description, cut at its end when it is long. */
  static String title(Snapshot snapshot) {
    return Text.head(
        Text.printable(snapshot.description().lines().findFirst().orElse("")), LONGEST);
  }

  /** Description and short name on one line. */
  static String titleAndName(Snapshot snapshot) {
    String name = snapshot.shortName();
    return title(snapshot) + (name == null ? "" : "   " + name);
  }
}
