package org.hevelius.core.usecase;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Gets data back: restore, revert, undo and redo, each planned, shown and then executed as planned.
 *
 * <p>All are one thing: bring back what a snapshot has. A revert brings back only what differs
 * between two versions, and only where the data still is as the later one says. An undo is a revert
 * from what was restored to the guard snapshot that was taken before; a redo is the same for an
 * undo.
 */
public final class Restores implements Facade.RestoreUses {
  private final Context context;

  /** Use cases over these parts. */
  public Restores(Context context) {
    this.context = context;
  }

  /**
   * A restore to plan.
   *
   * @param to absolute path of a directory; null to restore in place
   * @param delete whether what the snapshot doesn't have is removed
   * @param compareContent whether files of equal size and time are read and compared too
   * @param verify whether what was written is read back and compared
   */
  public record Request(
      String reference,
      List<String> paths,
      @Nullable String to,
      boolean delete,
      boolean compareContent,
      boolean verify) {
    /** Copies the paths. */
    public Request {
      paths = List.copyOf(paths);
    }
  }

  /**
   * What was done.
   *
   * @param guard the snapshot of the state before, or null when nothing that was there was touched
   * @param counts entries and bytes of each kind of action
   * @param problems the first 1,000 conflicts and failures
   */
  public record Result(
      RestorePlan plan,
      @Nullable Snapshot guard,
      Map<Kind, RestorePlan.Count> counts,
      List<RestoreAction> problems,
      Instant started,
      Instant finished) {
    /** Copies the collections. */
    public Result {
      counts = Map.copyOf(counts);
      problems = List.copyOf(problems);
    }

    /** Actions of a kind. */
    public RestorePlan.Count count(Kind kind) {
      return counts.getOrDefault(kind, new RestorePlan.Count(0, 0));
    }

    /** The same, of whose problems only the first few are kept. */
    Result shortened(int shown) {
      List<RestoreAction> few = problems.stream().limit(shown).toList();
      return new Result(plan, guard, counts, few, started, finished);
    }
  }

  /** Plans a restore. */
  @Override
  public RestorePlan plan(Request request, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "restore plan",
        request.reference(),
        () -> {
          Snapshot want = new ReferenceResolver(context.catalog()).resolve(request.reference());
          if (request.to() != null && !Path.of(request.to()).isAbsolute()) {
            throw new HeveliusException(
                Category.INVALID, "the target " + request.to() + " is not an absolute path");
          }
          if (request.to() != null && request.delete()) {
            throw new HeveliusException(
                Category.INVALID,
                "what is in another directory is never deleted",
                "restore into an empty directory, or in place");
          }
          return plan(
              new RestorePlan(
                  "",
                  Operation.Kind.RESTORE,
                  want,
                  null,
                  request.to(),
                  request.paths(),
                  request.delete(),
                  request.compareContent(),
                  request.verify(),
                  Map.of(),
                  List.of(),
                  null,
                  List.of()),
              progress,
              canceled);
        });
  }

  /**
   * Plans to take back what changed from one version to a later one, keeping everything else.
   *
   * @param from reference of the version to which the changes are taken back
   * @param to reference of the version that has the changes
   */
  @Override
  public RestorePlan planRevert(
      String from, String to, List<String> paths, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "revert plan",
        from + ".." + to,
        () -> {
          ReferenceResolver resolver = new ReferenceResolver(context.catalog());
          Snapshot want = resolver.resolve(from);
          Snapshot base = resolver.resolve(to);
          requireTwoVersions(want, base);
          return plan(
              new RestorePlan(
                  "",
                  Operation.Kind.REVERT,
                  want,
                  base,
                  null,
                  paths,
                  false,
                  true,
                  true,
                  Map.of(),
                  List.of(),
                  null,
                  List.of()),
              progress,
              canceled);
        });
  }

  /** Refuses a range whose ends are no two versions of one dataset. */
  public static void requireTwoVersions(Snapshot want, Snapshot base) {
    if (!want.dataset().equals(base.dataset())) {
      throw new HeveliusException(
          Category.INVALID,
          "%s and %s are versions of different datasets"
              .formatted(want.reference(), base.reference()),
          "a revert takes back what changed between two versions of one dataset");
    }
    if (want.version() == base.version()) {
      throw new HeveliusException(
          Category.INVALID,
          "both ends of the range are %s: nothing changed between them".formatted(want.reference()),
          "name the version before the change first, and the one with it second");
    }
  }

  /**
   * What the same restore would remove besides if it were asked to delete what the snapshot doesn't
   * have; nothing unless the plan is a restore in place that keeps it.
   */
  @Override
  public RestorePlan.Count extras(RestorePlan plan, Progress progress, BooleanSupplier canceled) {
    if (!plan.inPlace() || plan.delete() || plan.base() != null) {
      return new RestorePlan.Count(0, 0);
    }
    RestorePlan deleting =
        new RestorePlan(
            plan.id(),
            plan.kind(),
            plan.want(),
            null,
            null,
            plan.paths(),
            true,
            false,
            plan.verify(),
            Map.of(),
            List.of(),
            null,
            List.of());
    ActionTally tally = new ActionTally();
    new RestoreRun(context, deleting, progress, canceled).dry(tally::add);
    return tally.counts().getOrDefault(Kind.DELETE, new RestorePlan.Count(0, 0));
  }

  /**
   * Which versions have what a plan would overwrite or delete; nothing for a plan that goes to
   * another directory.
   *
   * @param limit how many of the first actions of each kind are looked at
   * @return by the path of the action
   */
  @Override
  public Map<String, Origin> origins(RestorePlan plan, int limit, BooleanSupplier canceled) {
    return plan.inPlace() ? new Origins(context, canceled).of(plan, limit) : Map.of();
  }

  @Override
  public List<DatasetName> last(boolean redo) {
    return new Undos(context).last(redo);
  }

  @Override
  public RestorePlan planUndo(
      @Nullable String dataset, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "undo plan",
        dataset == null ? "" : dataset,
        () -> plan(new Undos(context).undo(named(dataset)), progress, canceled));
  }

  @Override
  public RestorePlan planRedo(
      @Nullable String dataset, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "redo plan",
        dataset == null ? "" : dataset,
        () -> plan(new Undos(context).redo(named(dataset)), progress, canceled));
  }

  private static Optional<DatasetName> named(@Nullable String dataset) {
    return Optional.ofNullable(dataset).map(DatasetName::of);
  }

  private RestorePlan plan(RestorePlan draft, Progress progress, BooleanSupplier canceled) {
    ActionTally tally = new ActionTally();
    new RestoreRun(context, draft, progress, canceled).dry(tally::add);
    List<String> missing = new Guards(context).missing(draft);
    Map<Kind, RestorePlan.Count> counts = tally.counts();
    String id =
        PlanIds.of(
            draft.kind(),
            draft.want().name(),
            draft.base() == null ? "" : draft.base().name(),
            draft.target() == null ? "in place" : draft.target(),
            draft.paths(),
            draft.delete(),
            tally.digest() + String.join("", missing));
    return draft.with(id, counts, tally.first(), missing);
  }

  /** Whether the same question would give the same plan now. */
  public boolean holds(RestorePlan plan, Progress progress, BooleanSupplier canceled) {
    return plan(plan, progress, canceled).id().equals(plan.id());
  }

  /**
   * Carries out a plan: takes the guard snapshot, looks that the plan is still true, writes, and
   * records.
   *
   * @throws HeveliusException CONFLICT if the target has changed since; then nothing was touched
   */
  @Override
  public Result execute(RestorePlan plan, Progress progress, BooleanSupplier canceled) {
    return execute(plan, null, progress, canceled);
  }

  /**
   * Carries out a plan as one of a batch.
   *
   * @param batch names the batch; null for a plan by itself
   */
  Result execute(
      RestorePlan plan, @Nullable String batch, Progress progress, BooleanSupplier canceled) {
    String action = plan.kind().name().toLowerCase(Locale.ROOT);
    return context.audited(
        action, plan.want().reference(), () -> carryOut(plan, action, batch, progress, canceled));
  }

  private Result carryOut(
      RestorePlan plan,
      String action,
      @Nullable String batch,
      Progress progress,
      BooleanSupplier canceled) {
    Instant started = context.clock().instant();
    Snapshot guard = new Guards(context).before(plan, action, progress, canceled);
    if (plan.inPlace()
        || plan.count(Kind.UNCHANGED).entries() > 0
        || plan.count(Kind.CONFLICT).entries() > 0) {
      if (!holds(plan, progress, canceled)) {
        throw new HeveliusException(
            Category.CONFLICT,
            "the data has changed since plan "
                + plan.id().substring(0, 4)
                + " was made; it was not carried out",
            "nothing was touched; plan again and look at it");
      }
    }
    Operation operation = begin(plan, action, batch, guard, started);
    ActionTally tally = new ActionTally();
    List<RestoreAction> problems = new ArrayList<>();
    try {
      new RestoreRun(context, plan, progress, canceled).write(guard, tally.keeping(problems));
    } catch (RuntimeException e) {
      finish(plan, operation, Operation.State.FAILED, action, String.valueOf(e.getMessage()));
      throw e;
    }
    long failed = tally.count(Kind.FAILED).entries();
    finish(
        plan,
        operation,
        failed == 0 ? Operation.State.SUCCEEDED : Operation.State.FAILED,
        action,
        tally.summary());
    return new Result(plan, guard, tally.counts(), problems, started, context.clock().instant());
  }

  /** Data goes to a new place also when the catalog can't be written; then it isn't recorded. */
  private @Nullable Operation begin(
      RestorePlan plan,
      String action,
      @Nullable String batch,
      @Nullable Snapshot guard,
      Instant started) {
    if (!plan.inPlace() && context.catalog().isReadOnly()) {
      return null;
    }
    return context
        .catalog()
        .begin(
            Operation.starting(
                    plan.kind(),
                    plan.want().dataset(),
                    plan.want().reference(),
                    plan.paths(),
                    guard == null ? null : guard.version(),
                    context.actor().name(),
                    started)
                .inBatch(batch),
            context.done(action + " begins", plan.want().reference(), "plan " + plan.id()));
  }

  private void finish(
      RestorePlan plan,
      @Nullable Operation operation,
      Operation.State state,
      String action,
      String detail) {
    if (operation == null) {
      return;
    }
    Instant now = context.clock().instant();
    context
        .catalog()
        .finish(
            operation.id(),
            state,
            now,
            detail,
            context.done(action, plan.want().reference(), detail));
    if (state == Operation.State.SUCCEEDED) {
      new Undos(context).done(plan);
    }
  }
}
