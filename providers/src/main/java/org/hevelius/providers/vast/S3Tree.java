package org.hevelius.providers.vast;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * A tree of files as a bucket shows it. Owners, modes and links aren't seen there: files are shown
 * with ordinary modes.
 */
final class S3Tree implements SnapshotTree {
  private static final int FILE = 0644;
  private static final int DIRECTORY = 0755;

  private final S3Bucket bucket;
  private final String top;

  /**
   * A tree.
   *
   * @param top the prefix of all its keys; empty, or ending with a slash
   */
  S3Tree(S3Bucket bucket, String top) {
    this.bucket = bucket;
    this.top = top;
  }

  @Override
  public TreeEntry root() {
    return directory("");
  }

  private static TreeEntry directory(String path) {
    return new TreeEntry(
        path, TreeEntry.Type.DIRECTORY, 0, Instant.EPOCH, DIRECTORY, 0, 0, null, null);
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
    return bucket.open(top + file.path());
  }

  @Override
  public void close() {
    // Each request stands for itself.
  }
}
