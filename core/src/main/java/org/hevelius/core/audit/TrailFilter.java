package org.hevelius.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a trail are meant; null means any.
 *
 * @param dataset what was done to this dataset or to a snapshot of it; {@code cosmos7/**} for all
 *     below {@code cosmos7}
 * @param actor who did it, exactly
 * @param action the verb; {@code restore} means {@code restore begins} too
 * @param since the earliest time
 * @param until the time before which it was
 */
public record TrailFilter(
    @Nullable String dataset,
    @Nullable String actor,
    @Nullable String action,
    @Nullable Instant since,
    @Nullable Instant until)
    implements Predicate<AuditEntry> {
  private static final String BELOW = "/**";

  /** Means all. */
  public static final TrailFilter ALL = new TrailFilter(null, null, null, null, null);

  @Override
  public boolean test(AuditEntry entry) {
    AuditEvent event = entry.event();
    return (actor == null || actor.equals(event.actor()))
        && (action == null
            || action.equals(event.action())
            || event.action().startsWith(action + " "))
        && (since == null || !event.time().isBefore(since))
        && (until == null || event.time().isBefore(until))
        && (dataset == null || concerns(dataset, event.target()));
  }

  /** A target can name several, with commas between. */
  private static boolean concerns(String wanted, String target) {
    return List.of(target.split(", ", -1)).stream().anyMatch(one -> concernsOne(wanted, one));
  }

  private static boolean concernsOne(String wanted, String target) {
    return wanted.endsWith(BELOW)
        ? target.startsWith(wanted.substring(0, wanted.length() - BELOW.length() + 1))
        : target.equals(wanted) || target.startsWith(wanted + "@");
  }
}
