package org.hevelius.core.find;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.tree.TreeEntry;

/**
 * The index of file names over all snapshots of all datasets.
 *
 * <p>Safe for several threads and processes; updates are serialized. An update is atomic. What was
 * committed may be lost with the power, never torn: {@link #indexedUpTo} tells the truth.
 *
 * <p>Paths that are put in are in the notation of {@link TreeEntry#path}; paths and patterns that
 * are asked for and given out are as {@link org.hevelius.core.tree.Names#show} writes them.
 */
public interface FileIndex extends AutoCloseable {

  /** The changes of one version. Not safe for threads. Closing without committing drops them. */
  interface Update extends AutoCloseable {
    /** A path that wasn't there in the version before. The entry's own path isn't looked at. */
    void added(String path, TreeEntry entry);

    /**
     * A path whose content or metadata changed. When a directory turned into something else, all
     * below it is gone.
     */
    void changed(String path, TreeEntry entry);

    /**
     * A path that isn't there any more; with a directory all below it. Unknown paths are ignored.
     */
    void removed(String path);

    /** Makes the version part of the index. */
    void commit();

    @Override
    void close();
  }

  /**
   * Begins to add a version. Only one update can be open; others wait.
   *
   * @param previousVersion the version that the changes are counted from; 0 when the whole tree is
   *     added to an empty index
   * @throws HeveliusException CONFLICT when the dataset isn't indexed up to exactly the previous
   *     version, or the version isn't higher
   */
  Update begin(DatasetName dataset, long version, long previousVersion);

  /** The newest version that is in the index; 0 when there is none. */
  long indexedUpTo(DatasetName dataset);

  /** The newest version that is in the index, of each dataset that has any there. */
  Map<DatasetName, Long> indexed();

  /**
   * Finds files by name or path. All intervals of one path come one after the other, oldest first;
   * beyond that the order isn't defined.
   */
  void find(FileQuery query, Consumer<FileHit> hits);

  /** When a path was there and with what content, oldest first; empty when it never was. */
  List<FileInterval> history(DatasetName dataset, String path);

  /**
   * Takes versions out of the index: files that were only in them are found no more. When the
   * newest version goes, the index stands at the newest that is left. Unknown versions are ignored.
   */
  void forget(DatasetName dataset, Collection<Long> versions);

  /** Takes everything of a dataset out of the index. */
  void clear(DatasetName dataset);

  @Override
  void close();
}
