package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.catalog.Operation.State;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sources of a dataset back at once, whatever their size, where the storage can: planned
 * with all that each way destroys, shown, and executed as shown. A way that destroys something is
 * taken only when somebody has named it and the number of things that are lost.
 */
public final class Rollbacks implements NativeUses.RollbackUses {
  private final Context context;

  /** Use cases over these parts. */
  public Rollbacks(Context context) {
    this.context = context;
  }

  /**
   * A rollback to plan.
   *
   * @param way the word of one; null for the one that destroys nothing
   * @param destroy how many things may be destroyed; null for none
   */
  public record Request(String reference, @Nullable String way, @Nullable Integer destroy) {}

  /**
   * What was done.
   *
   * @param guard the snapshot of the state before; null when the way took it along
   * @param kept where the states before stand now, one for each source that has such a place
   * @param forgotten the versions that are gone now
   * @param notes what there is to know, a sentence each
   */
  public record Result(
      RollbackPlan plan,
      @Nullable Snapshot guard,
      List<String> kept,
      List<String> forgotten,
      List<String> notes,
      Instant started,
      Instant finished) {
    /** Copies the lists. */
    public Result {
      kept = List.copyOf(kept);
      forgotten = List.copyOf(forgotten);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Plans a rollback; changes nothing.
   *
   * @throws HeveliusException REFUSED when a capture isn't in storage that can; NOT_FOUND when
   *     there is no such way
   */
  @Override
  public RollbackPlan plan(Request request) {
    return context.audited(
        "rollback plan", request.reference(), () -> new RollbackWays(context).plan(request));
  }

  /**
   * Carries out a plan: takes the guard snapshot, notes what will be lost, rolls back, and records.
   *
   * @throws HeveliusException CONFLICT when the plan isn't true any more, REFUSED when its way may
   *     not be taken; then nothing was touched
   */
  @Override
  public Result execute(RollbackPlan plan, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "rollback",
        plan.snapshot().reference(),
        () -> {
          requireTrue(plan);
          return carryOut(plan, allowed(plan), progress, canceled);
        });
  }

  /**
   * Refuses a plan that can't be executed, before anybody is asked whether it should be.
   *
   * @return the plan
   */
  @Override
  public RollbackPlan requireAllowed(RollbackPlan plan) {
    return context.audited(
        "rollback",
        plan.snapshot().reference(),
        () -> {
          var _ = allowed(plan);
          return plan;
        });
  }

  /** Whether a plan is still true. */
  public boolean holds(RollbackPlan plan) {
    Request same = new Request(plan.snapshot().reference(), plan.chosen(), plan.confirmed());
    return new RollbackWays(context).plan(same).id().equals(plan.id());
  }

  private void requireTrue(RollbackPlan plan) {
    if (!holds(plan)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "what plan %s says isn't true any more; it was not carried out"
              .formatted(plan.id().substring(0, 4)),
          "nothing was touched; plan again and look at it");
    }
  }

  /**
   * The way of a plan, if it may be taken.
   *
   * @throws HeveliusException REFUSED with the reason and with what else can be done
   */
  public static RollbackPlan.Way allowed(RollbackPlan plan) {
    String reference = plan.snapshot().reference();
    RollbackPlan.Way way =
        plan.way()
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.REFUSED,
                        "no way to roll back to %s destroys nothing".formatted(reference),
                        "nothing was touched; name one that does, or bring the files back:"
                            + " hevelius restore %s --in-place --delete".formatted(reference)));
    if (!way.forbidden().isEmpty()) {
      throw new HeveliusException(
          Category.REFUSED,
          "%s can't be rolled back to by %s: %s"
              .formatted(reference, way.way(), way.forbidden().getFirst()),
          "nothing was touched; bring the files back: hevelius restore %s --in-place --delete"
              .formatted(reference));
    }
    Integer confirmed = plan.confirmed();
    if (!way.keepsAll() && (confirmed == null || confirmed != way.lost().size())) {
      throw new HeveliusException(
          Category.REFUSED,
          confirmed == null
              ? "%s destroys %d, which must be said: --destroy %d"
                  .formatted(way.way(), way.lost().size(), way.lost().size())
              : "%s destroys %d, not %d".formatted(way.way(), way.lost().size(), confirmed),
          "nothing was touched; look at the plan: hevelius rollback %s --way %s --dry-run"
              .formatted(reference, way.way()));
    }
    return way;
  }

  private Result carryOut(
      RollbackPlan plan, RollbackPlan.Way way, Progress progress, BooleanSupplier canceled) {
    Instant started = context.clock().instant();
    Snapshot wanted = plan.snapshot();
    Snapshot guard =
        new Creation(context)
            .create(
                Creation.Request.of(
                        wanted.dataset().text(),
                        "guard: before the rollback to " + wanted.reference())
                    .edit()
                    .kind(SnapshotKind.GUARD)
                    .build(),
                progress,
                canceled)
            .snapshot();
    RollbackLosses losses = new RollbackLosses(context, way, guard);
    losses.begin();
    Operation operation;
    try {
      operation = begin(plan, way, guard, started);
    } catch (RuntimeException e) {
      losses.settle();
      throw e;
    }
    List<RolledBack> done = new ArrayList<>();
    try {
      for (NativeStorage.RollbackPlan part : way.parts()) {
        done.add(storage(part).rollback(part, capture(guard, part), progress, canceled));
      }
    } catch (RuntimeException e) {
      failed(way, operation, wanted, done.size(), e);
      losses.settle();
      throw e;
    }
    List<String> forgotten = losses.settle();
    List<String> kept = done.stream().map(RolledBack::kept).filter(at -> !at.isEmpty()).toList();
    finish(operation, State.SUCCEEDED, wanted, detail(way, kept, forgotten));
    return new Result(
        plan,
        context.catalog().snapshot(guard.dataset(), guard.version()).orElse(null),
        kept,
        forgotten.stream().filter(name -> !name.equals(guard.reference())).toList(),
        done.stream().flatMap(one -> one.notes().stream()).toList(),
        started,
        context.clock().instant());
  }

  private NativeStorage storage(NativeStorage.RollbackPlan part) {
    return (NativeStorage) context.provider(part.to().source());
  }

  private static Capture capture(Snapshot guard, NativeStorage.RollbackPlan part) {
    return guard.captures().stream()
        .filter(capture -> capture.source().equals(part.to().source()))
        .findFirst()
        .orElseThrow();
  }

  private static String detail(RollbackPlan.Way way, List<String> kept, List<String> forgotten) {
    return Operation.ROLLED_BACK
        + way.way()
        + (kept.isEmpty() ? "" : "; the state before is " + String.join(", ", kept))
        + (forgotten.isEmpty() ? "" : "; gone: " + String.join(", ", forgotten));
  }

  /** Without a guard that outlives it, nothing could take it back. */
  private Operation begin(
      RollbackPlan plan, RollbackPlan.Way way, Snapshot guard, Instant started) {
    Snapshot wanted = plan.snapshot();
    return context
        .catalog()
        .begin(
            Operation.starting(
                Operation.Kind.RESTORE,
                wanted.dataset(),
                wanted.reference(),
                List.of(),
                way.losesState() ? null : guard.version(),
                context.actor().name(),
                started),
            context.done(
                "rollback begins",
                wanted.reference(),
                "plan %s by %s, %d destroyed".formatted(plan.id(), way.way(), way.lost().size())));
  }

  private void failed(
      RollbackPlan.Way way, Operation operation, Snapshot wanted, int done, RuntimeException e) {
    String how =
        way.parts().size() == 1
            ? ""
            : "; of %d sources %d had been put back".formatted(way.parts().size(), done);
    try {
      finish(operation, State.FAILED, wanted, Objects.toString(e.getMessage(), "") + how);
    } catch (RuntimeException other) {
      e.addSuppressed(other);
    }
  }

  private void finish(Operation operation, State state, Snapshot wanted, String detail) {
    context
        .catalog()
        .finish(
            operation.id(),
            state,
            context.clock().instant(),
            detail,
            context.done("rollback", wanted.reference(), detail));
  }
}
