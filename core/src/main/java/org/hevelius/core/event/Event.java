package org.hevelius.core.event;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened outside.
 *
 * @param number given by the store, in the order in which events came; 0 before that
 * @param id names exactly this event; given by who emits it, or else made
 * @param name what happened, such as {@code calibration-change}
 * @param scope the datasets that it is about
 * @param phase which half of a pair it is
 * @param attributes what is known of it, by key
 * @param time when it was emitted
 * @param actor who did
 * @param ended when all that it called for was done; null while it is being done, or when that was
 *     interrupted
 * @param outcomes what came of it, sorted by dataset; of datasets that don't listen nothing stands
 *     here
 */
public record Event(
    long number,
    String id,
    String name,
    Scope scope,
    Phase phase,
    SortedMap<String, String> attributes,
    Instant time,
    String actor,
    @Nullable Instant ended,
    List<Outcome> outcomes) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
  private static final int MOST_ATTRIBUTES = 50;

  /** Which half of a pair an event is. */
  public enum Phase {
    /** It is no half. */
    NONE,
    /** What it tells of is about to begin. */
    BEFORE,
    /** It has ended. */
    AFTER;

    /** As it is written; empty for none. */
    public String text() {
      return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /**
     * The phase that is written so.
     *
     * @throws HeveliusException INVALID when it is neither empty, before nor after
     */
    public static Phase parse(String text) {
      for (Phase phase : values()) {
        if (phase.text().equals(text)) {
          return phase;
        }
      }
      throw new HeveliusException(
          Category.INVALID, "\"%s\" is no phase: write before or after".formatted(text));
    }
  }

  /** Checks names and attributes. */
  public Event {
    if (!ID.matcher(id).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no id for an event".formatted(id),
          "ids begin with a letter or digit; letters, digits and . _ : - may follow, 100 in all");
    }
    String _ = TakenBy.named("event", name);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    attributes.forEach(
        (key, value) -> {
          var _ = Tags.parse(Tags.text(key, value));
        });
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new HeveliusException(
          Category.INVALID,
          "an event has up to %d attributes, not %d".formatted(MOST_ATTRIBUTES, attributes.size()));
    }
    outcomes = List.copyOf(outcomes);
  }

  /**
   * An event that comes in.
   *
   * @param id null to make one
   */
  public static Event of(
      @Nullable String id,
      String name,
      Scope scope,
      Phase phase,
      Map<String, String> attributes,
      Instant time,
      String actor) {
    return new Event(
        0,
        id == null ? UUID.randomUUID().toString() : id,
        name,
        scope,
        phase,
        new TreeMap<>(attributes),
        time,
        actor,
        null,
        List.of());
  }

  /** Whether the other one tells the same, whenever and by whomever. */
  public boolean tellsTheSame(Event other) {
    return name.equals(other.name)
        && scope.equals(other.scope)
        && phase == other.phase
        && attributes.equals(other.attributes);
  }

  /** The same with the number that the store gave it. */
  public Event withNumber(long given) {
    return new Event(given, id, name, scope, phase, attributes, time, actor, ended, outcomes);
  }

  /** The same with what came of it. */
  public Event with(@Nullable Instant end, List<Outcome> all) {
    return new Event(number, id, name, scope, phase, attributes, time, actor, end, all);
  }
}
