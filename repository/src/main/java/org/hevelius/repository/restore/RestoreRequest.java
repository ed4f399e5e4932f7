package org.hevelius.repository.restore;

import java.util.List;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.format.FileName;
import org.jspecify.annotations.Nullable;

/**
 * What to restore and how far it may go.
 *
 * <p>Without {@code base} the target becomes as {@code want} says. With it the merge is three-way:
 * only what differs between {@code base} and {@code want} is touched, and only where the target
 * still is as {@code base} says; everything else stays, and a difference on both sides is a
 * conflict.
 *
 * @param want the wanted state
 * @param base the state from which the target is thought to come, or null
 * @param target absolute path of the directory to write; made if it isn't there
 * @param selection paths, relative to the trees, to which everything is confined; empty for all
 * @param delete whether to remove what {@code want} doesn't have (without {@code base})
 * @param guard a snapshot of the target's present state. Whatever is overwritten or deleted must be
 *     in it, unchanged since; null forbids to overwrite or delete anything
 * @param dryRun whether to find the actions only; then nothing is opened for writing
 * @param compareContent whether files of equal size and time are read and compared as well
 * @param verify whether files are read back and compared after they were written
 * @param keep what {@code delete} never removes: what no snapshot holds because it is excluded
 */
public record RestoreRequest(
    State want,
    @Nullable State base,
    String target,
    List<List<FileName>> selection,
    boolean delete,
    boolean overwrite,
    @Nullable State guard,
    boolean dryRun,
    boolean compareContent,
    boolean verify,
    Excludes keep) {
  /** Checks that nothing can be overwritten without a guard. */
  public RestoreRequest {
    selection = List.copyOf(selection);
    if (overwrite && guard == null && !dryRun) {
      throw new IllegalArgumentException("a restore that may overwrite needs a guard snapshot");
    }
  }

  /** A plain restore of everything into a new directory. */
  public static RestoreRequest into(State want, String target) {
    return new RestoreRequest(
        want, null, target, List.of(), false, false, null, false, false, false, Excludes.NONE);
  }
}
