package org.hevelius.repository.check;

import java.util.List;
import org.hevelius.repository.format.Id;

/**
 * What a damage means for the snapshots.
 *
 * @param lostBlobs how many blobs that snapshots need have no sound copy left
 * @param snapshots those that miss content, newest first
 * @param examples some of the paths that miss content
 */
public record Impact(int lostBlobs, List<Id> snapshots, List<AffectedPath> examples) {
  /** Nothing that a snapshot needs is lost. */
  public static final Impact NONE = new Impact(0, List.of(), List.of());

  /** Makes the lists immutable. */
  public Impact {
    snapshots = List.copyOf(snapshots);
    examples = List.copyOf(examples);
  }

  /**
   * A file or directory that misses content.
   *
   * @param path from the root of the snapshot, escaped to one line
   */
  public record AffectedPath(Id snapshot, String path) {}

  /** Whether no snapshot misses anything. */
  public boolean isNone() {
    return lostBlobs == 0;
  }

  /** In words, as a clause. */
  String words() {
    if (isNone()) {
      return "nothing that a snapshot needs is lost";
    }
    String lost =
        (lostBlobs == 1 ? "1 blob that snapshots need is lost" : lostBlobs + " blobs are lost")
            + ", in "
            + (snapshots.size() == 1 ? "snapshot " : snapshots.size() + " snapshots, newest ")
            + (snapshots.isEmpty() ? "" : snapshots.getFirst().brief());
    return examples.isEmpty() ? lost : lost + ", such as " + examples.getFirst().path();
  }
}
