package org.hevelius.repository.restore;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.storage.Storage;

/**
 * A tree of files as it was at some time: what a restore brings about, starts from, or is guarded
 * by. It lies in a repository, or in a directory to which nobody writes, such as a snapshot of the
 * file system. States of both kinds may meet in one restore.
 */
public final class State {
  private static final FileName ROOT = FileName.of("root");

  private final Node node;
  private final StateDirectory directory;

  private State(Node node, StateDirectory directory) {
    this.node = node;
    this.directory = directory;
  }

  /**
   * A directory of a snapshot in a repository.
   *
   * @param codecs makes what opens blobs; asked once for each worker
   */
  public static State stored(
      Storage storage, BlobReader reader, Supplier<BlobCodec> codecs, Node directory) {
    StoredBlobs blobs = new StoredBlobs(storage, reader, codecs);
    return new State(directory, new StoredDirectory(blobs, directory.subtree()));
  }

  /**
   * A directory of a mounted file system.
   *
   * @param path absolute, as people write it
   * @throws org.hevelius.repository.fs.FileSystemException if it can't be read
   */
  public static State mounted(FileSystem files, String path) {
    return mounted(files, path, Map.of());
  }

  /**
   * A directory of a mounted file system, in which other directories stand at places of their own.
   *
   * @param path absolute, as people write it
   * @param others absolute paths of what stands in the place of directories, by the paths of these
   *     relative to the root, with slashes
   * @throws org.hevelius.repository.fs.FileSystemException if the directory can't be read
   */
  public static State mounted(FileSystem files, String path, Map<String, String> others) {
    Map<List<FileName>, byte[]> places = new HashMap<>();
    others.forEach(
        (at, other) ->
            places.put(
                RawPath.parts(at.getBytes(StandardCharsets.UTF_8)),
                other.equals(MountedDirectory.NOWHERE) ? new byte[0] : RawPath.ofText(other)));
    MountedDirectory directory =
        new MountedDirectory(files, RawPath.ofText(path), List.of(), Map.copyOf(places));
    return new State(MountedDirectory.root(files, directory.path(), ROOT), directory);
  }

  /**
   * A tree of which names, sizes, times and bytes can be read, and nothing else: without links, and
   * with ordinary permissions.
   *
   * @param time that of the root
   */
  public static State streamed(StreamedTree tree, Instant time) {
    return new State(StreamedDirectory.root(ROOT, time), new StreamedDirectory(tree, List.of()));
  }

  /**
   * A directory of a mounted file system, without some directories in it: as if they weren't there.
   *
   * @param path absolute, as people write it
   * @param without paths relative to the root, with slashes
   * @throws org.hevelius.repository.fs.FileSystemException if the directory can't be read
   */
  public static State mountedWithout(FileSystem files, String path, Collection<String> without) {
    Map<String, String> hidden = new HashMap<>();
    without.forEach(at -> hidden.put(at, MountedDirectory.NOWHERE));
    return mounted(files, path, hidden);
  }

  /** The metadata of the root directory; its name says nothing. */
  Node node() {
    return node;
  }

  StateDirectory directory() {
    return directory;
  }
}
