package org.hevelius.core.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.LeaseHolder;
import org.hevelius.core.runner.LeaseStore;
import org.jspecify.annotations.Nullable;

/** Recoveries in memory, for tests. */
public final class InMemoryRecoveries implements RecoveryStore {
  private final TreeMap<Long, Recovery> all = new TreeMap<>();
  private final Map<DatasetName, Runbook> runbooks = new HashMap<>();
  private final LeaseStore leases;
  private final Consumer<AuditEvent> audit;

  /** Under the leases of a catalog, and with its trail. */
  public InMemoryRecoveries(LeaseStore leases, Consumer<AuditEvent> audit) {
    this.leases = leases;
    this.audit = audit;
  }

  @Override
  public synchronized Recovery begin(Recovery draft, LeaseHolder fence, AuditEvent event) {
    need(fence);
    if (unfinished().stream().anyMatch(other -> other.dataset().equals(draft.dataset()))) {
      throw new HeveliusException(Category.CONFLICT, "a recovery is unfinished");
    }
    Recovery begun = draft.withId(all.isEmpty() ? 1 : all.lastKey() + 1);
    all.put(begun.id(), begun);
    audit.accept(event);
    return begun;
  }

  @Override
  public synchronized void step(long id, RecoveryStep step, LeaseHolder fence) {
    need(fence);
    Recovery recovery = recovery(id).orElseThrow();
    List<RecoveryStep> steps = new ArrayList<>(recovery.steps());
    steps.removeIf(other -> other.position() == step.position());
    steps.add(step);
    steps.sort(Comparator.comparingInt(RecoveryStep::position));
    all.put(id, recovery.withSteps(steps));
  }

  @Override
  public synchronized void update(Recovery recovery, LeaseHolder fence, AuditEvent event) {
    need(fence);
    Recovery present = all.get(recovery.id());
    if (present == null) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no recovery " + recovery.id());
    }
    all.put(recovery.id(), recovery.withSteps(present.steps()));
    audit.accept(event);
  }

  private void need(LeaseHolder fence) {
    if (leases
        .lease(fence.lease())
        .filter(lease -> lease.holder().equals(fence.holder()))
        .isEmpty()) {
      throw new Fence.Holding(fence.lease(), fence.holder()).broken();
    }
  }

  @Override
  public synchronized Optional<Recovery> recovery(long id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public synchronized List<Recovery> newest(@Nullable DatasetName dataset, int limit) {
    return all.descendingMap().values().stream()
        .filter(recovery -> dataset == null || recovery.dataset().equals(dataset))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Recovery> unfinished() {
    return all.values().stream().filter(recovery -> recovery.state().isUnfinished()).toList();
  }

  @Override
  public synchronized void wrote(Runbook runbook, AuditEvent event) {
    runbooks.put(runbook.dataset(), runbook);
    audit.accept(event);
  }

  @Override
  public synchronized Optional<Runbook> runbook(DatasetName dataset) {
    return Optional.ofNullable(runbooks.get(dataset));
  }
}
