package org.hevelius.app.cli;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "browse",
    description = {
      "look into a snapshot as with ls -l",
      "",
      "Nothing is restored for it. With several sources the first directory of a path says which"
          + " one. --verbose shows owner and group too."
    },
    footer = {
      "",
      "hevelius browse cosmos7/raw@12 events",
      "hevelius browse cosmos7/raw:events        (the newest snapshot)",
      "hevelius browse -R cosmos7/raw@12 | grep fits"
    })
final class BrowseVerb implements Runnable {
  private static final int SIZE = 8;

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "REF",
      description = "a snapshot, or a dataset for its newest one; :PATH may follow")
  String reference = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "a directory or file in it")
  @Nullable String path;

  @Option(
      names = {"-R", "--recursive"},
      description = "everything below, with whole paths")
  boolean recursive;

  private long files;
  private long directories;
  private long bytes;

  BrowseVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.<Boolean>withFacade(
        home -> {
          browse(home);
          return true;
        });
  }

  private void browse(Facade home) {
    Trees.Place place = home.trees().place(reference, path);
    Snapshot snapshot = place.snapshot();
    try (SnapshotTree tree = home.trees().open(snapshot)) {
      TreeEntry start = Trees.entry(tree, snapshot.reference(), place.path());
      if (session.json()) {
        try (JsonArray array = new JsonArray(session.console()::raw)) {
          walk(tree, start, entry -> array.add(EntryView.of(entry)));
        }
        return;
      }
      Times times = session.times();
      walk(tree, start, entry -> print(entry, times));
      String where = snapshot.reference() + (start.path().isEmpty() ? "" : ":");
      session.hint(
          "%s, %s, %s in %s%s"
              .formatted(
                  Humans.count(directories, "directory", "directories"),
                  Humans.count(files, "file", "files"),
                  Humans.bytes(bytes),
                  where,
                  Text.path(start.path())));
    }
  }

  /** Takes entries one by one. */
  private interface Sink {
    void accept(TreeEntry entry);
  }

  /** Depth first, holding one listing for each level. */
  private void walk(SnapshotTree tree, TreeEntry start, Sink sink) {
    if (!start.isDirectory()) {
      accept(start, sink);
      return;
    }
    ArrayDeque<Iterator<TreeEntry>> levels = new ArrayDeque<>();
    levels.push(tree.children(start).iterator());
    while (!levels.isEmpty()) {
      Iterator<TreeEntry> level = levels.getFirst();
      if (!level.hasNext()) {
        levels.pop();
        continue;
      }
      TreeEntry entry = level.next();
      accept(entry, sink);
      if (recursive && entry.isDirectory()) {
        List<TreeEntry> below = tree.children(entry);
        levels.push(below.iterator());
      }
    }
  }

  private void accept(TreeEntry entry, Sink sink) {
    directories += entry.isDirectory() ? 1 : 0;
    files += entry.isDirectory() ? 0 : 1;
    bytes += entry.size();
    sink.accept(entry);
  }

  private void print(TreeEntry entry, Times times) {
    Console console = session.console();
    String name = Text.path(recursive ? entry.path() : entry.name());
    String target = entry.linkTarget();
    String shown =
        entry.isDirectory()
            ? console.bold(name + "/")
            : target == null ? name : name + " -> " + Text.path(target);
    String owner = session.verbose() ? Text.padded(entry.uid() + ":" + entry.gid(), 11) + "  " : "";
    console.line(
        "  %s  %s%s  %s  %s"
            .formatted(
                mode(entry),
                owner,
                Text.right(entry.isFile() ? Humans.bytes(entry.size()) : "-", SIZE),
                times.minute(entry.modified()),
                shown));
  }

  /** Type and permissions as {@code ls} writes them. */
  static String mode(TreeEntry entry) {
    char type =
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case SPECIAL -> 's';
        };
    StringBuilder text = new StringBuilder().append(type);
    int mode = entry.mode();
    for (int i = 8; i >= 0; i--) {
      text.append((mode >> i & 1) == 0 ? '-' : "xwr".charAt(i % 3));
    }
    special(text, mode, 04000, 3, 's');
    special(text, mode, 02000, 6, 's');
    special(text, mode, 01000, 9, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, int mode, int bit, int at, char sign) {
    if ((mode & bit) != 0) {
      text.setCharAt(at, text.charAt(at) == 'x' ? sign : Character.toUpperCase(sign));
    }
  }
}
