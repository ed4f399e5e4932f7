package org.hevelius.core.usecase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.event.Event;
import org.hevelius.core.event.EventStore;
import org.hevelius.core.event.Outcome;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;

/** What an event means for one dataset that listens: a snapshot, or the one just taken. */
final class EventSnapshots {
  /** The tag that names the event. */
  static final String TAG = "event";

  /** The tag that names exactly this event. */
  static final String ID_TAG = "event-id";

  /** The tag that says which half of a pair it is. */
  static final String PHASE_TAG = "event-phase";

  /** The tag of the later snapshot that holds the reference of the earlier one. */
  static final String BEFORE_TAG = "event-before";

  /** The tag of the earlier snapshot that holds the reference of the later one. */
  static final String AFTER_TAG = "event-after";

  /** An event that lies further back isn't merged into. */
  private static final int LOOKED_AT = 100;

  private static final List<String> OWN = List.of(TAG, ID_TAG, PHASE_TAG, BEFORE_TAG, AFTER_TAG);

  private final Context context;
  private final Event event;
  private final DatasetName dataset;
  private final EffectivePolicy policy;

  EventSnapshots(Context context, Event event, DatasetName dataset, EffectivePolicy policy) {
    this.context = context;
    this.event = event;
    this.dataset = dataset;
    this.policy = policy;
  }

  /** Takes the snapshot, unless there is one already; what fails is the outcome. */
  Outcome take(Progress progress, BooleanSupplier canceled) {
    try {
      return orphan().or(this::merged).orElseGet(() -> taken(progress, canceled));
    } catch (HeveliusException e) {
      return new Outcome(
          dataset,
          e.category() == Category.CANCELED ? Outcome.Kind.CANCELED : Outcome.Kind.FAILED,
          "",
          "",
          String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Outcome(dataset, Outcome.Kind.FAILED, "", "", "a fault of the program: " + e);
    }
  }

  /** The snapshot that this event had caused when it was interrupted. */
  private Optional<Outcome> orphan() {
    context.catalog().dataset(dataset).ifPresent(new Strays(context)::record);
    return context
        .catalog()
        .snapshots(SnapshotQuery.of(dataset).tagged(List.of(ID_TAG + "=" + event.id())).limit(1))
        .findFirst()
        .map(
            snapshot ->
                new Outcome(
                    dataset,
                    Outcome.Kind.TAKEN,
                    snapshot.reference(),
                    snapshot.tags().getOrDefault(BEFORE_TAG, ""),
                    "found after an interruption"));
  }

  /**
   * The snapshot of the same event just before, if the policy merges them and it still is there.
   */
  private Optional<Outcome> merged() {
    Duration window = policy.get(Field.MERGE, event.name()).orElse(Duration.ZERO);
    return context
        .catalog()
        .events()
        .newest(event.name(), dataset, event.phase())
        .filter(last -> !last.time().isAfter(event.time()))
        .filter(last -> last.time().plus(window).isAfter(event.time()))
        .filter(this::isSameHalf)
        .flatMap(last -> find(last.snapshot()))
        .map(
            snapshot ->
                new Outcome(
                    dataset,
                    Outcome.Kind.MERGED,
                    snapshot.reference(),
                    snapshot.tags().getOrDefault(BEFORE_TAG, ""),
                    "the same event came just before"));
  }

  /** Whether the other half of the pair hasn't come since: then the data may have changed. */
  private boolean isSameHalf(EventStore.Caused last) {
    List<Event> since =
        context
            .catalog()
            .events()
            .page(new EventStore.Query(dataset, event.name(), null, LOOKED_AT))
            .stream()
            .takeWhile(other -> other.number() >= last.number())
            .toList();
    return since.stream().allMatch(other -> other.phase() == event.phase())
        && !since.isEmpty()
        && since.getLast().number() == last.number();
  }

  private Optional<Snapshot> find(String reference) {
    return Reference.parse(reference) instanceof Reference.Version(DatasetName of, long version)
        ? context.catalog().snapshot(of, version)
        : Optional.empty();
  }

  private Outcome taken(Progress progress, BooleanSupplier canceled) {
    Optional<Snapshot> before = before();
    Map<String, String> tags = new TreeMap<>(event.attributes());
    // What a policy says of its snapshots stands above what an event brings along.
    tags.keySet().removeAll(OWN);
    tags.keySet().removeAll(policy.get(Field.TAGS).map(Map::keySet).orElse(Set.of()));
    tags.put(TAG, event.name());
    tags.put(ID_TAG, event.id());
    if (event.phase() != Event.Phase.NONE) {
      tags.put(PHASE_TAG, event.phase().text());
    }
    before.ifPresent(snapshot -> tags.put(BEFORE_TAG, snapshot.reference()));
    TakenBy cause = policy.owners().getOrDefault(event.name(), new TakenBy("event", event.name()));
    Creation.Result result =
        new PolicySnapshots(context)
            .take(
                new PolicySnapshots.Order(
                    dataset, List.of(cause), event.time(), tags, event.phase().text()),
                policy,
                progress,
                canceled);
    List<String> said = new ArrayList<>(result.failures());
    if (result.losses() > 0) {
      said.add(result.losses() + " could not be read");
    }
    said.addAll(result.notes());
    before.ifPresent(snapshot -> link(snapshot, result.snapshot(), said));
    if (isPair() && event.phase() == Event.Phase.AFTER && before.isEmpty()) {
      said.add("there is no snapshot before it");
    }
    return new Outcome(
        dataset,
        result.isComplete() ? Outcome.Kind.TAKEN : Outcome.Kind.PARTIAL,
        result.snapshot().reference(),
        before.map(Snapshot::reference).orElse(""),
        String.join("; ", said));
  }

  private boolean isPair() {
    return policy.get(Field.PAIR, event.name()).orElse(false);
  }

  /** The first half of this pair: the newest one behind the second half of the pair before. */
  private Optional<Snapshot> before() {
    if (!isPair() || event.phase() != Event.Phase.AFTER) {
      return Optional.empty();
    }
    EventStore events = context.catalog().events();
    long last =
        events
            .newest(event.name(), dataset, Event.Phase.AFTER)
            .map(EventStore.Caused::number)
            .orElse(0L);
    return events
        .newest(event.name(), dataset, Event.Phase.BEFORE)
        .filter(first -> first.number() > last)
        .flatMap(first -> find(first.snapshot()));
  }

  private void link(Snapshot before, Snapshot after, List<String> said) {
    try {
      var _ =
          new Snapshots(context)
              .tag(before.reference(), Map.of(AFTER_TAG, after.reference()), List.of());
    } catch (HeveliusException e) {
      said.add(before.reference() + " could not be tagged: " + e.getMessage());
    }
  }
}
