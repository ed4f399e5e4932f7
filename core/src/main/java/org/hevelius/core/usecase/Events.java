package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.event.Event;
import org.hevelius.core.event.EventStore;
import org.hevelius.core.event.Outcome;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.provider.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Takes in events: each is recorded, and every dataset in its scope whose policy listens to it gets
 * its snapshot. What fails for one dataset doesn't keep the others from theirs.
 */
public final class Events implements Oversight.EventUses {
  /** Most events that one page of a list has. */
  public static final int MOST = 1000;

  private final Context context;

  /** Use cases over these parts. */
  public Events(Context context) {
    this.context = context;
  }

  /**
   * An event to take in.
   *
   * @param datasets a dataset, or a hierarchy such as {@code cosmos7/**}
   * @param phase {@code before}, {@code after} or empty
   * @param id names exactly this event, so that it is taken in once; null when it doesn't matter
   * @param resume whether an event of that id that was interrupted is gone on with
   */
  public record Request(
      String name,
      String datasets,
      String phase,
      Map<String, String> attributes,
      @Nullable String id,
      boolean resume) {
    /**
     * Checks all of it.
     *
     * @throws HeveliusException INVALID for a name, scope, phase, attribute or id that is none
     */
    public Request {
      attributes = Map.copyOf(attributes);
      Event _ =
          Event.of(
              id,
              name,
              new Scope(datasets),
              Event.Phase.parse(phase),
              attributes,
              Instant.EPOCH,
              "");
    }
  }

  /** A dataset that listens, with its policy. */
  private record Listener(DatasetName dataset, EffectivePolicy policy) {}

  /**
   * Takes in an event. One with an id that has come before is answered as it was then.
   *
   * @param visible the datasets in its scope that count; others are passed over
   * @throws HeveliusException INVALID for a malformed event, or one of a pair that doesn't say
   *     which; NOT_FOUND when there is no such dataset; CONFLICT when the id belongs to another
   *     event, or to one that has begun and not ended; CANCELED
   */
  public EventView emit(
      Request request,
      Predicate<DatasetName> visible,
      Progress progress,
      BooleanSupplier canceled) {
    return context.audited(
        "event", request.name(), () -> taken(request, visible, progress, canceled));
  }

  @Override
  public EventView emit(Request request, Progress progress, BooleanSupplier canceled) {
    return emit(request, _ -> true, progress, canceled);
  }

  private EventView taken(
      Request request,
      Predicate<DatasetName> visible,
      Progress progress,
      BooleanSupplier canceled) {
    Event wanted =
        Event.of(
            request.id(),
            request.name(),
            new Scope(request.datasets()),
            Event.Phase.parse(request.phase()),
            request.attributes(),
            context.clock().instant(),
            context.actor().name());
    Optional<Event> known = context.catalog().events().byId(wanted.id());
    if (known.isPresent()) {
      requireSame(wanted, known.orElseThrow(), request.resume());
      if (known.orElseThrow().ended() != null) {
        return EventView.of(known.orElseThrow(), true, List.of());
      }
    }
    List<DatasetName> scope = scope(wanted.scope(), visible);
    Policies policies = new Policies(context.catalog().policies());
    List<Listener> listeners = listeners(wanted, scope, policies);
    Event event =
        known.isPresent()
            ? known.orElseThrow()
            : context
                .catalog()
                .events()
                .begin(wanted, context.done("event", wanted.name(), text(wanted)));
    // The policies were looked at before, so that nothing stands between record and snapshots.
    for (Listener listener : listeners) {
      Outcome outcome = outcome(event, listener, progress, canceled);
      if (outcome.kind() == Outcome.Kind.CANCELED) {
        throw new HeveliusException(
            Category.CANCELED,
            "canceled before all snapshots of the event %s were taken".formatted(event.name()),
            "snapshots that were taken stay; the event has the id " + event.id(),
            "to take those that are missing: emit it again with this --id and --resume");
      }
    }
    Event ended = end(event);
    return EventView.of(ended, known.isPresent(), notes(ended, scope, policies));
  }

  private static String text(Event event) {
    return "for %s%s, id %s"
        .formatted(
            event.scope(),
            event.phase() == Event.Phase.NONE ? "" : ", " + event.phase().text(),
            event.id());
  }

  private static void requireSame(Event wanted, Event known, boolean resume) {
    if (!known.tellsTheSame(wanted)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the id %s belongs to another event, %s for %s"
              .formatted(known.id(), known.name(), known.scope()),
          "nothing was taken; give each event an id of its own");
    }
    if (known.ended() == null && !resume) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the event %s has begun at %s and not ended: it is being done, or was interrupted"
              .formatted(known.id(), known.time()),
          "snapshots that it has caused stand; see: hevelius event list",
          "when nobody is at it any more: emit it again with this --id and --resume");
    }
  }

  private List<DatasetName> scope(Scope scope, Predicate<DatasetName> visible) {
    if (!scope.text().endsWith("**")) {
      DatasetName name = DatasetName.of(scope.text());
      if (visible.test(name)) {
        return List.of(new ReferenceResolver(context.catalog()).dataset(name).name());
      }
    }
    List<DatasetName> datasets =
        context.catalog().datasets().stream()
            .map(Dataset::name)
            .filter(scope::has)
            .filter(visible)
            .sorted()
            .toList();
    if (datasets.isEmpty()) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no dataset in " + scope,
          "all datasets: hevelius dataset list");
    }
    return datasets;
  }

  private static List<Listener> listeners(Event event, List<DatasetName> scope, Policies policies) {
    List<Listener> listeners = new ArrayList<>();
    for (DatasetName dataset : scope) {
      EffectivePolicy policy = policies.of(dataset, false);
      if (policy.events().contains(event.name())) {
        listeners.add(new Listener(dataset, policy));
        boolean pair = policy.get(Field.PAIR, event.name()).orElse(false);
        if (pair && event.phase() == Event.Phase.NONE) {
          throw new HeveliusException(
              Category.INVALID,
              "%s comes as a pair for %s, and doesn't say which half it is"
                  .formatted(event.name(), dataset),
              "nothing was taken; say --phase before, and when it is over --phase after");
        }
      }
    }
    return listeners;
  }

  private Outcome outcome(
      Event event, Listener listener, Progress progress, BooleanSupplier canceled) {
    Optional<Outcome> done =
        event.outcomes().stream()
            .filter(outcome -> outcome.dataset().equals(listener.dataset()))
            .filter(outcome -> outcome.kind().hasSnapshot())
            .findFirst();
    if (done.isPresent()) {
      return done.orElseThrow();
    }
    Outcome outcome =
        new EventSnapshots(context, event, listener.dataset(), listener.policy())
            .take(progress, canceled);
    context.catalog().events().record(event.number(), outcome);
    return outcome;
  }

  private Event end(Event event) {
    Event done = context.catalog().events().byId(event.id()).orElse(event);
    Map<String, Long> counts = new TreeMap<>();
    done.outcomes().forEach(outcome -> counts.merge(outcome.kind().text(), 1L, Long::sum));
    String detail =
        counts.isEmpty()
            ? "nobody listens"
            : String.join(
                ", ",
                counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    Instant now = context.clock().instant();
    context
        .catalog()
        .events()
        .end(event.number(), now, context.done("event", event.name(), detail));
    return done.with(now, done.outcomes());
  }

  /** When nobody listens: what is listened to, and what may have been meant. */
  private static List<String> notes(Event event, List<DatasetName> scope, Policies policies) {
    if (!event.outcomes().isEmpty()) {
      return List.of();
    }
    TreeSet<String> heard = new TreeSet<>();
    TreeSet<String> simulated = new TreeSet<>();
    for (DatasetName dataset : scope) {
      heard.addAll(policies.of(dataset, false).events());
      EffectivePolicy wish = policies.of(dataset, true);
      if (wish.events().contains(event.name())) {
        simulated.addAll(wish.simulated());
      }
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "no policy for %s listens to %s: no snapshot was taken"
            .formatted(event.scope(), event.name()));
    if (!simulated.isEmpty()) {
      notes.add("by simulation alone: " + String.join(", ", simulated));
    }
    List<String> near = Suggestions.nearest(event.name(), heard, 3);
    if (!near.isEmpty()) {
      notes.add("did you mean  " + String.join(", ", near));
    } else if (!heard.isEmpty()) {
      notes.add("listened to: " + String.join(", ", heard));
    }
    return notes;
  }

  /**
   * Events, the newest first.
   *
   * @param dataset those about this one; null for all
   * @param name null for all
   * @param before the id of the event behind which the list goes on; null for its beginning
   * @param limit how many at most, up to {@link #MOST}
   */
  public List<EventView> list(
      @Nullable String dataset, @Nullable String name, @Nullable String before, int limit) {
    requireLimit(limit);
    Long number =
        before == null
            ? null
            : context
                .catalog()
                .events()
                .byId(before)
                .orElseThrow(
                    () ->
                        new HeveliusException(
                            Category.NOT_FOUND, "there is no event with the id " + before))
                .number();
    DatasetName resolved =
        dataset == null
            ? null
            : new ReferenceResolver(context.catalog()).dataset(DatasetName.of(dataset)).name();
    return context
        .catalog()
        .events()
        .page(new EventStore.Query(resolved, name, number, limit))
        .stream()
        .map(event -> EventView.of(event, false, List.of()))
        .toList();
  }

  @Override
  public List<EventView> list(@Nullable String dataset, @Nullable String name, int limit) {
    return list(dataset, name, null, limit);
  }

  /** Refuses a list that is empty or too long. */
  public static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new HeveliusException(
          Category.INVALID, "a list has 1 to %,d events, not %d".formatted(MOST, limit));
    }
  }
}
