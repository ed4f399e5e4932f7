package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffResult.DirectorySummary;
import org.hevelius.core.compare.DiffResult.Rename;
import org.hevelius.core.compare.DiffResult.Unread;
import org.hevelius.core.compare.Tally;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Comparisons;
import org.hevelius.core.usecase.Comparisons.Sides;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;

/** A comparison of two trees for people: directories, changes, sums. */
final class DiffText {
  private static final int DIRECTORIES = 20;
  private static final int SUMMARIES = 20;
  private static final long SUMMARY_BYTES = 1 << 20;
  private static final int PATH = 36;

  private final Session session;
  private final Console console;
  private final Sides sides;
  private final DiffResult result;
  private final Set<String> renamed = new HashSet<>();
  private long hidden;
  private @Nullable String example;

  DiffText(Session session, Sides sides, DiffResult result) {
    this.session = session;
    this.console = session.console();
    this.sides = sides;
    this.result = result;
    for (Rename rename : result.renames().list()) {
      renamed.add("-" + rename.from());
      renamed.add("+" + rename.to());
    }
  }

  /** Says that there is no difference. */
  void same() {
    Tally.Count unchanged = result.total().unchanged();
    console.line(
        "%s and %s are the same%s"
            .formatted(
                sides.left().reference(),
                sides.rightName(),
                Comparisons.isCounted(sides.left())
                    ? ": %s, %s"
                        .formatted(
                            Humans.count(unchanged.files(), "file", "files"),
                            Humans.bytes(unchanged.bytes()))
                    : ""));
  }

  /** Prints what changed in each directory. */
  void directories(boolean all) {
    List<DirectorySummary> directories = result.directories();
    Table table = new Table().column("").column("").number("");
    directories.stream()
        .limit(all ? Long.MAX_VALUE : DIRECTORIES)
        .forEach(
            directory ->
                table.row(
                    (directory.path().isEmpty() ? "." : Text.path(directory.path())) + "/",
                    counts(directory.tally()),
                    Humans.change(directory.tally().deltaBytes())));
    table.print(console, "  ");
    if (!all && directories.size() > DIRECTORIES) {
      console.line(
          "  and "
              + Humans.count(
                  directories.size() - DIRECTORIES, "more directory", "more directories"));
    }
  }

  private static String counts(Tally tally) {
    List<String> parts = new ArrayList<>();
    part(parts, tally.modified().files() + tally.typeChanged().files(), "changed");
    part(parts, tally.added().files(), "new");
    part(parts, tally.removed().files(), "deleted");
    part(parts, tally.metadata().files(), "other metadata");
    if (parts.isEmpty()) {
      part(parts, tally.added().directories(), "new, empty");
      part(parts, tally.removed().directories(), "deleted, empty");
      part(parts, tally.metadata().directories(), "other metadata");
      part(parts, tally.typeChanged().directories() + tally.modified().directories(), "changed");
    }
    return String.join(", ", parts);
  }

  private static void part(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Humans.count(count) + " " + what);
    }
  }

  /** The changes without those that only say that something was moved. */
  List<Change> withoutRenamed(List<Change> changes) {
    List<Change> others = changes.stream().filter(change -> !isRenamed(change)).toList();
    hidden = (long) changes.size() - others.size();
    return others;
  }

  private boolean isRenamed(Change change) {
    if (renamed.isEmpty()
        || (change.kind() != Change.Kind.ADDED && change.kind() != Change.Kind.REMOVED)) {
      return false;
    }
    String sign = change.kind() == Change.Kind.ADDED ? "+" : "-";
    String path = change.path();
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (renamed.contains(sign + path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /** Prints renames; tells how many. */
  int renames(int most) {
    List<Rename> list = result.renames().list();
    list.stream()
        .limit(most)
        .forEach(
            rename -> {
              String slash = rename.directory() ? "/" : "";
              console.line(
                  "    R %s%s -> %s%s%s"
                      .formatted(
                          Text.path(rename.from()),
                          slash,
                          Text.path(rename.to()),
                          slash,
                          rename.directory()
                              ? "  (" + Humans.count(rename.files(), "file", "files") + ")"
                              : ""));
            });
    return Math.min(most, list.size());
  }

  /** Prints renames and changes, so many lines at most, the first with what their content says. */
  void changes(List<Change> changes, int most, Facade.ComparisonUses comparisons) {
    int left = most - renames(most);
    List<Change> shown = changes.stream().limit(left).toList();
    Map<String, String> summaries = comparisons.summaries(sides, shown, SUMMARIES, SUMMARY_BYTES);
    int width =
        shown.stream()
            .mapToInt(change -> Text.width(name(change)))
            .filter(w -> w <= 60)
            .max()
            .orElse(0);
    for (Change change : shown) {
      String summary = summaries.get(change.path());
      print(change, summary == null ? note(change) : summary, Math.max(PATH, width));
    }
    long more = result.total().changes() - hidden - shown.size();
    if (more > 0) {
      console.line("    ...  " + Humans.count(more) + " more; all of them: --all");
    }
  }

  /** Prints one change of very many. */
  void streamed(Change change) {
    if (!isRenamed(change)) {
      print(change, note(change), PATH);
    }
  }

  private void print(Change change, String note, int width) {
    if (example == null && change.kind() == Change.Kind.MODIFIED && change.entry().isFile()) {
      example = change.path();
    }
    String line = letter(change.kind()) + " " + Text.padded(name(change), width) + "  " + note;
    console.line("    " + colored(change.kind(), Text.printable(line.stripTrailing())));
  }

  private static String name(Change change) {
    return Text.path(change.path()) + (change.entry().isDirectory() ? "/" : "");
  }

  private static String letter(Change.Kind kind) {
    return switch (kind) {
      case ADDED -> "A";
      case REMOVED -> "D";
      case MODIFIED -> "M";
      case METADATA -> "m";
      case TYPE_CHANGED -> "T";
    };
  }

  private String colored(Change.Kind kind, String line) {
    return switch (kind) {
      case ADDED -> console.green(line);
      case REMOVED -> console.red(line);
      case MODIFIED, TYPE_CHANGED -> console.yellow(line);
      case METADATA -> line;
    };
  }

  private static String note(Change change) {
    TreeEntry before = change.before();
    TreeEntry after = change.after();
    if (before == null || after == null) {
      return change.entry().isFile() ? Humans.bytes(change.entry().size()) : "";
    }
    return switch (change.kind()) {
      case MODIFIED ->
          after.linkTarget() != null
              ? Text.path(String.valueOf(before.linkTarget()))
                  + " -> "
                  + Text.path(after.linkTarget())
              : before.size() == after.size()
                  ? Humans.bytes(after.size()) + ", as before"
                  : Humans.bytes(before.size()) + " -> " + Humans.bytes(after.size());
      case TYPE_CHANGED -> type(before) + " -> " + type(after);
      case METADATA -> metadata(before, after);
      case ADDED, REMOVED -> "";
    };
  }

  private static String type(TreeEntry entry) {
    return switch (entry.type()) {
      case FILE -> "file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "link";
      case SPECIAL -> "special file";
    };
  }

  private static String metadata(TreeEntry before, TreeEntry after) {
    List<String> parts = new ArrayList<>();
    if (before.mode() != after.mode()) {
      parts.add(
          BrowseVerb.mode(before).substring(1) + " -> " + BrowseVerb.mode(after).substring(1));
    }
    if (before.uid() != after.uid() || before.gid() != after.gid()) {
      parts.add(
          "owner %d:%d -> %d:%d".formatted(before.uid(), before.gid(), after.uid(), after.gid()));
    }
    if (!before.modified().equals(after.modified())) {
      parts.add("time");
    }
    return String.join(", ", parts);
  }

  /** Prints the sums, what could not be compared, and what to do next. */
  void totals() {
    for (Unread unread : result.unread()) {
      console.line(
          console.red("  not compared: ")
              + Text.path(unread.path())
              + "  "
              + Text.printable(unread.reason()));
    }
    if (result.unreadCount() > result.unread().size()) {
      console.line(
          "  not compared: "
              + Humans.count(result.unreadCount() - result.unread().size())
              + " more");
    }
    if (!result.renames().complete()) {
      console.line("  renames were not all looked for: " + result.renames().note());
    }
    Tally total = result.total();
    long moved = result.renames().list().stream().mapToLong(Rename::files).sum();
    String line =
        "%s changed, %s new, %s deleted%s%s%s"
            .formatted(
                Humans.count(total.modified().files() + total.typeChanged().files()),
                Humans.count(Math.max(0, total.added().files() - moved)),
                Humans.count(Math.max(0, total.removed().files() - moved)),
                moved == 0 ? "" : ", " + Humans.count(moved) + " renamed",
                total.metadata().files() == 0
                    ? ""
                    : ", " + Humans.count(total.metadata().files()) + " with other metadata",
                Comparisons.isCounted(sides.left())
                    ? ", " + Humans.count(total.unchanged().files()) + " unchanged"
                    : "");
    String hint =
        example == null || session.quiet()
            ? ""
            : "      content of one: hevelius diff %s %s --content %s"
                .formatted(
                    sides.left().reference(),
                    sides.rightName(),
                    Text.word(Objects.requireNonNull(example)));
    console.line(line + hint);
  }
}
