package org.hevelius.providers.vast;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.restore.StreamedTree;

/**
 * A tree of files as a bucket shows it. Owners, modes and links aren't seen there: files are shown
 * with ordinary modes.
 */
final class S3Tree implements SnapshotTree {
  private static final int FILE = 0644;
  private static final int DIRECTORY = 0755;

  private final S3Bucket bucket;
  private final String top;
  private final Instant time;

  /**
   * A tree.
   *
   * @param top the prefix of all its keys; empty, or ending with a slash
   * @param time what directories show as theirs, which a bucket doesn't tell
   */
  S3Tree(S3Bucket bucket, String top, Instant time) {
    this.bucket = bucket;
    this.top = top;
    this.time = time;
  }

  /** What directories show as their time. */
  Instant time() {
    return time;
  }

  @Override
  public TreeEntry root() {
    return directory("");
  }

  private TreeEntry directory(String path) {
    return new TreeEntry(path, TreeEntry.Type.DIRECTORY, 0, time, DIRECTORY, 0, 0, null, null);
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    String prefix = directory.path().isEmpty() ? top : top + directory.path() + "/";
    List<TreeEntry> entries = new ArrayList<>();
    bucket.list(
        prefix,
        item -> {
          String path = item.key().substring(Math.min(top.length(), item.key().length()));
          String plain = item.directory() ? path.replaceAll("/$", "") : path;
          boolean itself = plain.isEmpty() || item.key().equals(prefix) || plain.endsWith("/");
          if (itself || plain.equals(VastPath.SNAPSHOTS)) {
            return;
          }
          entries.add(
              item.directory()
                  ? directory(plain)
                  : new TreeEntry(
                      plain,
                      TreeEntry.Type.FILE,
                      item.size(),
                      item.modified(),
                      FILE,
                      0,
                      0,
                      null,
                      null));
        });
    entries.sort(Comparator.comparing(TreeEntry::name, Names::compare));
    return entries;
  }

  @Override
  public InputStream open(TreeEntry file) {
    return bucket.open(top + file.path(), 0);
  }

  /** The same tree as a restore reads it. */
  StreamedTree streamed() {
    return new StreamedTree() {
      @Override
      public List<Entry> children(List<FileName> path) {
        return S3Tree.this.children(directory(text(path))).stream()
            .map(
                entry ->
                    new Entry(
                        FileName.ofBytes(Names.raw(entry.name())),
                        entry.isDirectory(),
                        entry.size(),
                        entry.modified()))
            .toList();
      }

      @Override
      public InputStream open(List<FileName> file, long from) throws IOException {
        try {
          return bucket.open(top + text(file), from);
        } catch (HeveliusException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
    };
  }

  private static String text(List<FileName> path) {
    return String.join("/", path.stream().map(name -> Names.text(name.bytes())).toList());
  }

  @Override
  public void close() {
    // Each request stands for itself.
  }
}
