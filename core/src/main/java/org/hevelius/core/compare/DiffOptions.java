package org.hevelius.core.compare;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;

/**
 * How two trees are compared.
 *
 * @param paths compare only these entries and what is below them; empty for everything
 * @param readAll read content wherever equal keys don't prove it equal, even if size and time agree
 * @param directoryTimes report a directory of which nothing but the time differs; off by default
 *     because every change of an entry sets the time of its directory
 * @param countUnchanged count the entries of equal subtrees, which means listing (not reading) them
 * @param summaryDepth directories this deep get a line of their own in the summary; deeper ones are
 *     counted in the nearest that does
 * @param renameCandidates how many added, and how many removed, entries are remembered to find
 *     renames; beyond that renames are not looked for. 0 switches renames off
 * @param renameBytes how much content may be read to find renames
 */
public record DiffOptions(
    List<String> paths,
    boolean readAll,
    boolean directoryTimes,
    boolean countUnchanged,
    int summaryDepth,
    int renameCandidates,
    long renameBytes) {

  /** Refuses paths that are not plain relative ones, and negative bounds. */
  public DiffOptions {
    paths = List.copyOf(paths);
    paths.forEach(DiffOptions::check);
    if (summaryDepth < 0 || renameCandidates < 0 || renameBytes < 0) {
      throw new IllegalArgumentException("a bound is negative");
    }
  }

  /** Everything, top-level summary, unchanged entries counted, 10,000 rename candidates, 4 GiB. */
  public static DiffOptions standard() {
    return new DiffOptions(List.of(), false, false, true, 1, 10_000, 4L << 30);
  }

  /** The same with only these paths. */
  public DiffOptions withPaths(List<String> selected) {
    return new DiffOptions(
        selected,
        readAll,
        directoryTimes,
        countUnchanged,
        summaryDepth,
        renameCandidates,
        renameBytes);
  }

  /** The same with or without trusting size and time. */
  public DiffOptions withReadAll(boolean read) {
    return new DiffOptions(
        paths, read, directoryTimes, countUnchanged, summaryDepth, renameCandidates, renameBytes);
  }

  /** The same with or without changes of nothing but a directory's time. */
  public DiffOptions withDirectoryTimes(boolean times) {
    return new DiffOptions(
        paths, readAll, times, countUnchanged, summaryDepth, renameCandidates, renameBytes);
  }

  /** The same with or without counting what is in equal subtrees. */
  public DiffOptions withCountUnchanged(boolean count) {
    return new DiffOptions(
        paths, readAll, directoryTimes, count, summaryDepth, renameCandidates, renameBytes);
  }

  /** The same with another depth of the summary. */
  public DiffOptions withSummaryDepth(int depth) {
    return new DiffOptions(
        paths, readAll, directoryTimes, countUnchanged, depth, renameCandidates, renameBytes);
  }

  /** The same with another number of rename candidates; 0 switches renames off. */
  public DiffOptions withRenameCandidates(int candidates) {
    return new DiffOptions(
        paths, readAll, directoryTimes, countUnchanged, summaryDepth, candidates, renameBytes);
  }

  private static void check(String path) {
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new HeveliusException(
            Category.INVALID,
            "not a path inside a snapshot: \"" + Names.show(path) + "\"",
            "paths are relative to the source, with single slashes and without . or ..");
      }
    }
  }

  /** Whether the entry at this path is selected, itself or through a directory above it. */
  boolean selects(String path) {
    return paths.isEmpty() || paths.stream().anyMatch(wanted -> isBelow(path, wanted));
  }

  /** Whether a selected path lies below this directory. */
  boolean leadsTo(String directory) {
    return paths.stream().anyMatch(wanted -> isBelow(wanted, directory));
  }

  private static boolean isBelow(String path, String directory) {
    return directory.isEmpty()
        || (path.startsWith(directory)
            && (path.length() == directory.length() || path.charAt(directory.length()) == '/'));
  }
}
