package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The lineage of a snapshot as programs see it. Steps stand in the order of a tree: below each,
 * deeper by one, what it leads to.
 *
 * @param up what it was made from; null when it wasn't asked for
 * @param down what was made from it; null when it wasn't asked for
 * @param complete false when there is more than was looked at
 */
public record LineageView(
    String reference,
    String name,
    boolean knownBad,
    @Nullable List<StepView> up,
    @Nullable List<StepView> down,
    boolean complete) {

  /**
   * A snapshot of the lineage.
   *
   * @param depth how many derivations away
   * @param use {@code derived-from} or {@code calibrated-with}
   * @param gone whether it isn't there any more; then nothing more is known of it
   * @param again whether it stands further up with what it leads to
   */
  public record StepView(
      int depth,
      String use,
      String reference,
      String name,
      boolean gone,
      boolean again,
      boolean knownGood,
      boolean knownBad,
      boolean published,
      boolean held,
      @Nullable Instant createdAt,
      @Nullable String description,
      @Nullable String derivedBy) {
    private static StepView of(Lineage.Step step) {
      Snapshot snapshot = step.snapshot();
      if (snapshot == null) {
        return new StepView(
            step.depth(),
            step.ancestor().use().text(),
            step.ancestor().reference(),
            step.ancestor().name(),
            true,
            step.again(),
            false,
            false,
            false,
            false,
            null,
            null,
            null);
      }
      String by = snapshot.derivation().by();
      return new StepView(
          step.depth(),
          step.ancestor().use().text(),
          snapshot.reference(),
          snapshot.name(),
          false,
          step.again(),
          snapshot.knownGood() != null,
          snapshot.knownBad() != null,
          snapshot.hold(Hold.Kind.PUBLISHED).isPresent(),
          snapshot.isHeld(),
          snapshot.createdAt(),
          snapshot.description(),
          by.isEmpty() ? null : by);
    }
  }

  /** The document of what walks met. */
  public static LineageView of(Snapshot snapshot, Lineage.Around around) {
    Lineage.Walk up = around.up();
    Lineage.Walk down = around.down();
    return new LineageView(
        snapshot.reference(),
        snapshot.name(),
        snapshot.knownBad() != null,
        up == null ? null : up.steps().stream().map(StepView::of).toList(),
        down == null ? null : down.steps().stream().map(StepView::of).toList(),
        (up == null || up.complete()) && (down == null || down.complete()));
  }
}
