package org.hevelius.core.retention;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be kept of one dataset: groups of snapshots, each with rules of its own. A
 * snapshot goes only if no rule of any group that it belongs to keeps it.
 *
 * @param groups at least one
 * @param guardsLast how many of the newest guard snapshots are kept
 * @param guardsFor how long guard snapshots are kept beyond that
 * @param minimumKeep nothing younger than this goes, whatever else is said; null for no such wish
 */
public record RetentionScheme(
    List<Group> groups,
    int guardsLast,
    CalendarSpan guardsFor,
    @Nullable CalendarSpan minimumKeep) {

  /**
   * Which snapshots a group has. Guards, held ones, those that a person gave an expiry, and those
   * that have expired, are in none.
   */
  public sealed interface Members {
    /** All of them. */
    record All() implements Members {}

    /** Those that some schedule or event of a policy took, whether it still exists or not. */
    record Scheduled() implements Members {}

    /** Those that no schedule or event took: what people asked for. */
    record Manual() implements Members {}

    /** Those that were taken for any of these. A snapshot may be taken for several. */
    record Tier(Set<TakenBy> takenBy) implements Members {
      /** Copies the set. */
      public Tier {
        takenBy = Set.copyOf(takenBy);
      }
    }
  }

  /**
   * Snapshots that are judged together: those of other groups are not counted.
   *
   * @param label for reasons; empty for a group of all snapshots
   * @param zone in which periods are read; null for the offset in which a time was recorded
   */
  public record Group(
      String label, Members members, List<RetentionRule> rules, @Nullable ZoneId zone) {
    /** Copies the rules. */
    public Group {
      rules = List.copyOf(rules);
    }

    /** The rules in a few words. */
    public String text() {
      String text = String.join(" + ", rules.stream().map(RetentionRule::text).toList());
      return label.isEmpty() ? text : label + ": " + text;
    }

    boolean has(RetentionCandidate<?> candidate) {
      return switch (members) {
        case Members.All _ -> true;
        case Members.Scheduled _ -> !candidate.takenBy().isEmpty();
        case Members.Manual _ -> candidate.takenBy().isEmpty();
        case Members.Tier(Set<TakenBy> wanted) ->
            candidate.takenBy().stream().anyMatch(wanted::contains);
      };
    }

    boolean isTier() {
      return members instanceof Members.Tier;
    }

    ZoneId zoneOr(ZoneOffset recorded) {
      return zone == null ? recorded : zone;
    }
  }

  /** Copies the groups. */
  public RetentionScheme {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a scheme without a group");
    }
  }

  /**
   * The usual rules for what people asked for. What schedules took stays, since without a policy
   * nothing says for how long it was meant.
   */
  public static RetentionScheme usual() {
    return new RetentionScheme(
        List.of(new Group("", new Members.Manual(), RetentionRules.DEFAULT.rules(), null)),
        RetentionRules.GUARDS_LAST,
        RetentionRules.GUARDS_FOR,
        null);
  }

  /** The scheme of rules over all snapshots. */
  public static RetentionScheme of(RetentionRules rules) {
    return new RetentionScheme(
        List.of(new Group("", new Members.All(), rules.rules(), null)),
        rules.guardsLast(),
        rules.guardsFor(),
        null);
  }

  /** The same scheme with a least time for all; null for none. */
  public RetentionScheme withMinimumKeep(@Nullable CalendarSpan span) {
    return new RetentionScheme(groups, guardsLast, guardsFor, span);
  }

  /** The rules in a few words. */
  public String text() {
    return String.join("; ", parts());
  }

  /** The rules in a few words, a group each. */
  public List<String> parts() {
    List<String> parts = new ArrayList<>(groups.stream().map(Group::text).toList());
    if (minimumKeep != null) {
      parts.add("minimum keep " + minimumKeep);
    }
    return List.copyOf(parts);
  }

  /** Whether its rules judge all snapshots together. */
  boolean isOverAll() {
    return groups.stream().anyMatch(group -> group.members() instanceof Members.All);
  }

  /** The candidates that were taken for schedules and events that no group speaks of. */
  <T> List<RetentionCandidate<T>> without(List<RetentionCandidate<T>> candidates) {
    Set<TakenBy> known = new HashSet<>();
    for (Group group : groups) {
      switch (group.members()) {
        case Members.All _ -> {
          return List.of();
        }
        case Members.Tier(Set<TakenBy> takenBy) -> known.addAll(takenBy);
        case Members.Scheduled _, Members.Manual _ -> {}
      }
    }
    return candidates.stream()
        .filter(candidate -> !candidate.takenBy().isEmpty())
        .filter(candidate -> candidate.takenBy().stream().noneMatch(known::contains))
        .toList();
  }
}
