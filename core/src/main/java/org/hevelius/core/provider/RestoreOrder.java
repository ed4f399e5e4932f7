package org.hevelius.core.provider;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/**
 * One capture to restore. Without {@code base} the target becomes as {@code want} says; with it
 * only what differs between {@code base} and {@code want} is brought back, and only where the
 * target still is as {@code base} says.
 *
 * @param want the wanted state
 * @param base the state from which the target is thought to come, or null
 * @param target where to restore, as the provider writes places: an absolute path for directories;
 *     null for the source
 * @param paths to which everything is confined, relative to the source's root; empty for all
 * @param delete whether what the capture doesn't have is removed
 * @param overwrite whether anything that is there may be changed or removed at all
 * @param guard the capture of the target's present state, which must hold everything that is
 *     changed or removed; null only in a dry run, or when nothing may be overwritten
 * @param dryRun whether to find the actions only
 * @param compareContent whether files of equal size and time are read and compared too
 * @param verify whether what was written is read back and compared
 * @param actions told each action, from several threads and in no order
 */
public record RestoreOrder(
    Capture want,
    @Nullable Capture base,
    @Nullable String target,
    List<String> paths,
    boolean delete,
    boolean overwrite,
    @Nullable Capture guard,
    boolean dryRun,
    boolean compareContent,
    boolean verify,
    RestoreActions actions,
    Progress progress,
    BooleanSupplier canceled) {
  /** Copies the paths. */
  public RestoreOrder {
    paths = List.copyOf(paths);
  }
}
