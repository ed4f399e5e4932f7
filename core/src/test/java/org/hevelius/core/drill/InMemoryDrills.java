package org.hevelius.core.drill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/** Drills, in memory, for tests. */
public final class InMemoryDrills implements DrillStore {
  private final NavigableMap<Long, Drill> drills = new TreeMap<>();
  private final Map<Long, List<DrillFinding>> findings = new HashMap<>();
  private final List<DrillNote> notes = new ArrayList<>();
  private final Consumer<AuditEvent> audit;

  /** None yet; audit events go there. */
  public InMemoryDrills(Consumer<AuditEvent> audit) {
    this.audit = audit;
  }

  @Override
  public synchronized Drill begin(Drill drill, AuditEvent event) {
    if (drill.state() != Drill.State.RUNNING) {
      throw new HeveliusException(Category.INVALID, "a drill begins as one that runs");
    }
    Drill numbered = drill.withNumber(drills.size() + 1L);
    drills.put(numbered.number(), numbered);
    audit.accept(event);
    return numbered;
  }

  @Override
  public synchronized boolean end(Drill drill, List<DrillFinding> found, AuditEvent event) {
    Drill present = drills.get(drill.number());
    if (present == null || present.state() != Drill.State.RUNNING) {
      return false;
    }
    drills.put(drill.number(), drill);
    findings.put(drill.number(), found.stream().limit(FINDINGS).toList());
    audit.accept(event);
    return true;
  }

  @Override
  public synchronized Optional<Drill> drill(long number) {
    return Optional.ofNullable(drills.get(number));
  }

  @Override
  public synchronized List<DrillFinding> findings(long number) {
    return findings.getOrDefault(number, List.of());
  }

  @Override
  public synchronized List<Drill> page(Query query) {
    return drills.headMap(query.before(), false).descendingMap().values().stream()
        .filter(drill -> query.dataset() == null || drill.dataset().equals(query.dataset()))
        .filter(drill -> query.state() == null || drill.state() == query.state())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized void note(DrillNote note, AuditEvent event) {
    Drill drill = drills.get(note.drill());
    if (drill == null || !drill.dataset().equals(note.dataset())) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no drill " + note.drill());
    }
    notes.addFirst(note);
    audit.accept(event);
  }

  @Override
  public synchronized List<DrillNote> notes(DatasetName dataset, @Nullable Long drill, int limit) {
    return notes.stream()
        .filter(note -> note.dataset().equals(dataset))
        .filter(note -> drill == null || note.drill() == drill)
        .sorted(
            Comparator.comparing(DrillNote::time).thenComparingLong(DrillNote::drill).reversed())
        .limit(limit)
        .toList();
  }
}
