package org.hevelius.core.usecase;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.catalog.Operation.Kind;
import org.hevelius.core.catalog.Operation.State;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;

/**
 * Which operation is taken back next. An undo goes back, one restore or revert each time it is
 * called; a redo takes back the last undo, as long as nothing was restored or reverted since.
 */
public final class Undos {
  /** Older operations are looked at no more. */
  private static final int OPERATIONS = 10_000;

  private final Context context;
  private final Predicate<DatasetName> visible;

  Undos(Context context) {
    this(context, _ -> true);
  }

  /** The same for somebody to whom other datasets look as if they weren't there. */
  Undos(Context context, Predicate<DatasetName> visible) {
    this.context = context;
    this.visible = visible;
  }

  /**
   * The plan to take back the last restore or revert, without its actions.
   *
   * @throws HeveliusException NOT_FOUND when there is none
   */
  RestorePlan undo(Optional<DatasetName> dataset) {
    Operation last =
        context
            .catalog()
            .lastUndoable(dataset)
            .orElseThrow(() -> nothingToUndo(lastUndo(dataset).isPresent(), dataset));
    return draft(Kind.UNDO, last);
  }

  /**
   * That there is nothing to take back.
   *
   * @param undone whether the last that was done is an undo
   */
  public static HeveliusException nothingToUndo(boolean undone, Optional<DatasetName> dataset) {
    String where = dataset.map(name -> " in " + name).orElse("");
    return !undone
        ? new HeveliusException(
            Category.NOT_FOUND, "there is no restore or revert to take back" + where)
        : new HeveliusException(
            Category.NOT_FOUND,
            "there is no other restore or revert to take back" + where,
            "to take back the last undo: hevelius undo --redo"
                + dataset.map(name -> " " + name).orElse(""));
  }

  /**
   * The plan to take back the last undo, without its actions.
   *
   * @throws HeveliusException NOT_FOUND when there is none, or it can't be taken back any more
   */
  RestorePlan redo(Optional<DatasetName> dataset) {
    return draft(Kind.REDO, lastUndo(dataset).orElseThrow(() -> nothingToRedo(dataset)));
  }

  /** That no undo can be taken back. */
  public static HeveliusException nothingToRedo(Optional<DatasetName> dataset) {
    return new HeveliusException(
        Category.NOT_FOUND,
        "there is no undo to take back" + dataset.map(name -> " in " + name).orElse(""),
        "only an undo after which nothing was restored or reverted can be taken back");
  }

  /** The datasets of which something would be taken back next, by an undo that names none. */
  List<DatasetName> last(boolean redo) {
    List<DatasetName> batch = lastBatch(redo).stream().map(Operation::dataset).distinct().toList();
    return batch.isEmpty() ? next(redo).stream().map(Operation::dataset).toList() : batch;
  }

  private Optional<Operation> next(boolean redo) {
    if (redo) {
      return lastUndo(Optional.empty());
    }
    Optional<Operation> last = context.catalog().lastUndoable(Optional.empty());
    return last.isEmpty() || visible.test(last.get().dataset())
        ? last
        : context.catalog().datasets().stream()
            .map(Dataset::name)
            .filter(visible)
            .flatMap(name -> context.catalog().lastUndoable(Optional.of(name)).stream())
            .max(Comparator.comparingLong(Operation::id));
  }

  /**
   * What would be taken back next, with all that was asked for together with it and can be taken
   * back too; nothing when it was asked for by itself.
   *
   * @param redo whether undos are looked at
   */
  List<Operation> lastBatch(boolean redo) {
    String batch = next(redo).map(Operation::batch).orElse(null);
    if (batch == null) {
      return List.of();
    }
    return context.catalog().operations(OPERATIONS).stream()
        .filter(operation -> batch.equals(operation.batch()))
        .filter(operation -> visible.test(operation.dataset()))
        .filter(operation -> operation.state() != State.UNDONE)
        .filter(
            operation ->
                operation.guard() != null
                    && context
                        .catalog()
                        .snapshot(operation.dataset(), operation.guard())
                        .isPresent())
        .toList()
        .reversed();
  }

  /** The last operation that changed data and holds, if it is an undo. */
  private Optional<Operation> lastUndo(Optional<DatasetName> dataset) {
    return context.catalog().operations(OPERATIONS).stream()
        .filter(operation -> dataset.map(operation.dataset()::equals).orElse(true))
        .filter(operation -> visible.test(operation.dataset()))
        .filter(operation -> operation.guard() != null && operation.kind() != Kind.REDO)
        .filter(operation -> operation.state() != State.UNDONE)
        .findFirst()
        .filter(operation -> operation.kind() == Kind.UNDO);
  }

  /** From what the operation brought back to the guard snapshot that was taken before it. */
  private RestorePlan draft(Kind kind, Operation takenBack) {
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    Snapshot guard = resolver.resolve(takenBack.dataset() + "@" + takenBack.guard());
    Snapshot broughtBack = resolver.resolve(takenBack.reference());
    return new RestorePlan(
        "",
        kind,
        guard,
        broughtBack,
        null,
        takenBack.paths(),
        false,
        false,
        true,
        Map.of(),
        List.of(),
        takenBack,
        List.of());
  }

  /** Records that a plan has taken back its operation. */
  void done(RestorePlan plan) {
    Operation undone = plan.undoes();
    if (undone == null) {
      return;
    }
    if (undone.kind() == Kind.UNDO) {
      // First, so that a crash in between leaves both to be taken back, not neither.
      undoneBy(undone).ifPresent(operation -> mark(operation, State.SUCCEEDED, "redone"));
    }
    mark(undone, State.UNDONE, "undone");
  }

  /** The operation that an undo has taken back: the undo brought its guard back. */
  private Optional<Operation> undoneBy(Operation undo) {
    return context.catalog().operations(OPERATIONS).stream()
        .filter(operation -> operation.dataset().equals(undo.dataset()))
        .filter(operation -> operation.state() == State.UNDONE)
        .filter(operation -> Objects.equals(reference(operation), undo.reference()))
        .findFirst();
  }

  private static String reference(Operation operation) {
    return operation.dataset() + "@" + operation.guard();
  }

  private void mark(Operation operation, State state, String action) {
    context
        .catalog()
        .finish(
            operation.id(),
            state,
            context.clock().instant(),
            operation.detail(),
            context.done(action, operation.reference(), ""));
  }
}
