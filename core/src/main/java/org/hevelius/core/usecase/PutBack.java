package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Puts one source of a snapshot back as a whole: at once by its storage, or file by file. */
final class PutBack {
  /** The way of storage that can't do it at once. */
  static final String FILES = "files";

  private final Context context;
  private final Progress progress;
  private final BooleanSupplier canceled;

  PutBack(Context context, Progress progress, BooleanSupplier canceled) {
    this.context = context;
    this.progress = progress;
    this.canceled = canceled;
  }

  /**
   * The way that fits a wish; none destroys anything.
   *
   * @param mode null for the fastest
   * @return empty for file by file
   * @throws HeveliusException UNAVAILABLE when the storage has no such way
   */
  Optional<RollbackPlan> choose(Capture capture, @Nullable RecoveryMode mode) {
    if (mode == RecoveryMode.FILES) {
      return Optional.empty();
    }
    Optional<RollbackPlan> keeping = RollbackWays.keeping(context, capture).findFirst();
    if (mode == RecoveryMode.EXCHANGE && keeping.isEmpty()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s can't be put back at once by its storage without a loss".formatted(capture.source()),
          "nothing was touched; file by file, which destroys nothing: --mode files",
          "what its storage can do, and what would be lost: hevelius rollback REF --dry-run");
    }
    return keeping;
  }

  /** What a restore file by file would do now; changes nothing. */
  ActionTally count(Snapshot want, SourceSpec source, boolean compareContent) {
    ActionTally tally = new ActionTally();
    new RestoreRun(context, draft(want, source, compareContent), progress, canceled)
        .dry(tally::add);
    return tally;
  }

  /**
   * Puts it back file by file, and removes what the snapshot doesn't have.
   *
   * @param guard has the present state; null when there is none
   * @return what was done, in words
   * @throws HeveliusException PARTIAL when anything could not be put back
   */
  String byFiles(
      Snapshot want, SourceSpec source, boolean compareContent, @Nullable Snapshot guard) {
    ActionTally tally = new ActionTally();
    List<RestoreAction> problems = new ArrayList<>();
    new RestoreRun(context, draft(want, source, compareContent), progress, canceled)
        .write(guard, tally.keeping(problems));
    long wrong = tally.count(Kind.FAILED).entries() + tally.count(Kind.CONFLICT).entries();
    if (wrong > 0) {
      RestoreAction first = problems.getFirst();
      throw new HeveliusException(
          Category.PARTIAL,
          "%d entries of %s could not be put back, such as %s (%s)"
              .formatted(wrong, source, first.path(), first.note()));
    }
    return tally.summary();
  }

  /** The sources are told apart by the first name of a path; a single one has none. */
  private static RestorePlan draft(Snapshot want, SourceSpec source, boolean compareContent) {
    Sources sources = new Sources(want.captures().stream().map(Capture::source).toList());
    String prefix = sources.prefix(source);
    return new RestorePlan(
        "",
        Operation.Kind.RESTORE,
        want,
        null,
        null,
        prefix.isEmpty() ? List.of() : List.of(prefix.substring(0, prefix.length() - 1)),
        true,
        compareContent,
        true,
        Map.of(),
        List.of(),
        null,
        List.of());
  }

  /**
   * Puts it back at once, in the way that was confirmed.
   *
   * @param guard the capture of the present state, or null
   * @return what was done, in words
   * @throws HeveliusException CONFLICT when that way isn't there any more, or would destroy
   *     anything
   */
  String atOnce(Capture capture, String way, @Nullable Capture guard) {
    RollbackPlan plan =
        RollbackWays.keeping(context, capture)
            .filter(now -> now.way().equals(way))
            .findFirst()
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.CONFLICT,
                        "%s can't be put back by %s without a loss any more"
                            .formatted(capture.source(), way)));
    NativeStorage storage = (NativeStorage) context.provider(capture.source());
    NativeStorage.RolledBack done = storage.rollback(plan, guard, progress, canceled);
    List<String> said = new ArrayList<>();
    if (!done.kept().isEmpty()) {
      said.add("the state before stands at " + done.kept());
    }
    said.addAll(done.notes());
    return String.join("; ", said);
  }
}
