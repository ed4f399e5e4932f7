package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.event.Event;
import org.hevelius.core.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * An event and what came of it, as programs see it.
 *
 * @param dataset the dataset that it is about, or a hierarchy such as {@code cosmos7/**}
 * @param phase {@code before}, {@code after} or empty
 * @param ended when all was done that it called for; null while it is being done, or when that was
 *     interrupted
 * @param repeated whether its id had come before: this is the answer of then
 * @param results a dataset that listens each
 * @param notes what else is worth knowing, a sentence each
 */
public record EventView(
    String id,
    String event,
    String dataset,
    String phase,
    Map<String, String> attributes,
    Instant time,
    String by,
    @Nullable Instant ended,
    boolean repeated,
    List<Result> results,
    List<String> notes) {
  /**
   * What came of it for one dataset.
   *
   * @param result {@code taken}, {@code partial}, {@code merged}, {@code failed} or {@code
   *     canceled}
   * @param snapshot the snapshot's reference; null when there is none
   * @param before reference of the snapshot of the same pair before it, to be compared with; or
   *     null
   * @param detail for people; may be empty
   */
  public record Result(
      String dataset,
      String result,
      @Nullable String snapshot,
      @Nullable String before,
      String detail) {
    static Result of(Outcome outcome) {
      return new Result(
          outcome.dataset().text(),
          outcome.kind().text(),
          outcome.snapshot().isEmpty() ? null : outcome.snapshot(),
          outcome.pair().isEmpty() ? null : outcome.pair(),
          outcome.detail());
    }
  }

  /** Copies the collections. */
  public EventView {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    results = List.copyOf(results);
    notes = List.copyOf(notes);
  }

  /** Whether there is a snapshot for every dataset that listens, and one listens. */
  public boolean isComplete() {
    return !results.isEmpty()
        && results.stream()
            .allMatch(r -> r.result().equals("taken") || r.result().equals("merged"));
  }

  /** The same with the results of these datasets alone. */
  public EventView seenBy(Predicate<DatasetName> visible) {
    return new EventView(
        id,
        event,
        dataset,
        phase,
        attributes,
        time,
        by,
        ended,
        repeated,
        results.stream().filter(r -> visible.test(DatasetName.of(r.dataset()))).toList(),
        notes);
  }

  static EventView of(Event event, boolean repeated, List<String> notes) {
    return new EventView(
        event.id(),
        event.name(),
        event.scope().text(),
        event.phase().text(),
        event.attributes(),
        event.time(),
        event.actor(),
        event.ended(),
        repeated,
        event.outcomes().stream().map(Result::of).toList(),
        notes);
  }
}
