package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises of operations. */
public abstract class OperationContract {
  private Catalog catalog;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    catalog.addDataset(dataset(RAW.text()), event("add", RAW.text()));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void theLastOperationWithAGuardCanBeUndoneOnce() {
    Snapshot guard = recorded();
    Operation restore = begin(Operation.Kind.RESTORE, guard.version());
    assertThat(catalog.lastUndoable(Optional.of(RAW))).contains(restore);
    catalog.finish(restore.id(), Operation.State.FAILED, TIME, "half", event("restore", "x"));
    assertThat(catalog.lastUndoable(Optional.empty()))
        .contains(restore.ended(Operation.State.FAILED, TIME, "half"));
    assertThat(catalog.lastUndoable(Optional.of(DatasetName.of("other")))).isEmpty();
    begin(Operation.Kind.UNDO, guard.version());
    begin(Operation.Kind.REDO, guard.version());
    begin(Operation.Kind.RESTORE, null);
    begin(Operation.Kind.REVERT, 99L);
    assertThat(catalog.lastUndoable(Optional.of(RAW)).orElseThrow().id()).isEqualTo(restore.id());
    catalog.finish(restore.id(), Operation.State.UNDONE, TIME, "", event("undo", "x"));
    assertThat(catalog.lastUndoable(Optional.of(RAW))).isEmpty();
    assertThat(catalog.operations(2)).hasSize(2);
    assertThat(catalog.operations(9).getLast().paths()).containsExactly("calib", "a b\\n");
    assertThatThrownBy(() -> catalog.finish(77, Operation.State.FAILED, TIME, "", event("x", "x")))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
  }

  @Test
  void anOperationKnowsItsBatch() {
    Operation planned =
        Operation.starting(
                Operation.Kind.RESTORE, RAW, "cosmos7/raw@1", List.of(), null, "maya", TIME)
            .inBatch("0123456789abcdef");
    Operation begun = catalog.begin(planned, event("restore", "x"));
    catalog.finish(begun.id(), Operation.State.FAILED, TIME, "half", event("restore", "x"));
    assertThat(catalog.operations(1))
        .containsExactly(begun.ended(Operation.State.FAILED, TIME, "half"));
    assertThat(begun.batch()).isEqualTo("0123456789abcdef");
  }

  private Operation begin(Operation.Kind kind, @Nullable Long guard) {
    Operation planned =
        Operation.starting(
            kind, RAW, "cosmos7/raw@1", List.of("calib", "a b\\n"), guard, "maya", TIME);
    Operation begun = catalog.begin(planned, event("restore", "x"));
    assertThat(begun).isEqualTo(planned.withId(begun.id()));
    return begun;
  }

  private Snapshot recorded() {
    Reservation reserved = catalog.reserve(RAW, RAW.flat() + "_20261121_103000_x");
    Snapshot snapshot = snapshot(RAW, reserved.version(), TIME).name(reserved.name()).build();
    catalog.record(snapshot, event("create", snapshot.reference()));
    return snapshot;
  }
}
