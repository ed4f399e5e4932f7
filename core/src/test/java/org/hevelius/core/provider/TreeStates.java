package org.hevelius.core.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/** All that stands in a tree, in a form in which two of them can be compared. */
public final class TreeStates {
  private TreeStates() {}

  /** One line for each entry but the root, by its path; without times and owners. */
  public static SortedMap<String, String> of(SnapshotTree tree) {
    SortedMap<String, String> lines = new TreeMap<>();
    collect(tree, tree.root(), false, lines);
    return lines;
  }

  /** The same, with the times of files. */
  public static SortedMap<String, String> withTimes(SnapshotTree tree) {
    SortedMap<String, String> lines = new TreeMap<>();
    collect(tree, tree.root(), true, lines);
    return lines;
  }

  /** The line of a file. */
  public static String file(int mode, String content) {
    return "FILE %o %s".formatted(mode, content);
  }

  /** The line of a directory. */
  public static String directory(int mode) {
    return "DIRECTORY %o".formatted(mode);
  }

  /** The line of a symbolic link. */
  public static String link(String target) {
    return "SYMLINK " + target;
  }

  private static void collect(
      SnapshotTree tree, TreeEntry directory, boolean times, SortedMap<String, String> lines) {
    for (TreeEntry entry : tree.children(directory)) {
      lines.put(entry.path(), line(tree, entry, times));
      if (entry.isDirectory()) {
        collect(tree, entry, times, lines);
      }
    }
  }

  private static String line(SnapshotTree tree, TreeEntry entry, boolean times) {
    return switch (entry.type()) {
      case FILE -> file(entry.mode(), content(tree, entry)) + (times ? entry.modified() : "");
      case DIRECTORY -> directory(entry.mode());
      case SYMLINK -> link(String.valueOf(entry.linkTarget()));
      case SPECIAL -> "SPECIAL %o".formatted(entry.mode());
    };
  }

  private static String content(SnapshotTree tree, TreeEntry entry) {
    try (InputStream in = tree.open(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
