package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/** The operations of a catalog in memory. */
final class InMemoryOperations {
  private final List<Operation> operations = new ArrayList<>();

  Operation begin(Operation operation) {
    operations.add(operation.withId(operations.size() + 1L));
    return operations.getLast();
  }

  Operation finish(long id, Operation.State state, Instant time, String detail) {
    if (id < 1 || id > operations.size()) {
      throw new HeveliusException(Category.NOT_FOUND, "no operation " + id);
    }
    int at = Math.toIntExact(id - 1);
    operations.set(at, operations.get(at).ended(state, time, detail));
    return operations.get(at);
  }

  List<Operation> newest(int limit) {
    return operations.reversed().stream().limit(limit).toList();
  }

  /** The newest that can be taken back: its guard is there. */
  Optional<Operation> lastUndoable(
      Optional<DatasetName> dataset, BiPredicate<DatasetName, Long> isThere) {
    return operations.reversed().stream()
        .filter(operation -> dataset.isEmpty() || dataset.get().equals(operation.dataset()))
        .filter(o -> o.kind() == Operation.Kind.RESTORE || o.kind() == Operation.Kind.REVERT)
        .filter(operation -> operation.state() != Operation.State.UNDONE)
        .filter(
            operation -> {
              @Nullable Long guard = operation.guard();
              return guard != null && isThere.test(operation.dataset(), guard);
            })
        .findFirst();
  }
}
