package org.hevelius.core.retention;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.TakenBy;

/** Why a snapshot is kept or forgotten. */
public sealed interface Reason {
  /** The reason in a few words. */
  String text();

  /** A hold forbids forgetting it. */
  record Held(Hold hold) implements Reason {
    @Override
    public String text() {
      return hold.kind().name().toLowerCase(Locale.ROOT);
    }
  }

  /** Another program made it, so it isn't ours to forget. */
  record Foreign() implements Reason {
    @Override
    public String text() {
      return "adopted";
    }
  }

  /** A person asked for it to be kept until a time that hasn't come. */
  record Unexpired(Instant until) implements Reason {
    @Override
    public String text() {
      return "until " + Retention.minute(until);
    }
  }

  /**
   * A rule keeps it.
   *
   * @param tier whose rule it is; empty for a rule over all snapshots
   */
  record Kept(RetentionRule rule, String tier) implements Reason {
    /** A rule over all snapshots keeps it. */
    public Kept(RetentionRule rule) {
      this(rule, "");
    }

    @Override
    public String text() {
      return named(tier, rule.text());
    }
  }

  /** A rule keeps it because it is the oldest, though its period was served. */
  record Oldest(RetentionRule rule, String tier) implements Reason {
    /** A rule over all snapshots keeps it. */
    public Oldest(RetentionRule rule) {
      this(rule, "");
    }

    @Override
    public String text() {
      return named(tier, "oldest " + rule.text());
    }
  }

  /** A guard snapshot that is one of the newest or young enough. */
  record Guard(String why) implements Reason {
    @Override
    public String text() {
      return "guard, " + why;
    }
  }

  /** The newest snapshot of a dataset is always kept. */
  record Newest() implements Reason {
    @Override
    public String text() {
      return "newest";
    }
  }

  /** The newest snapshot of each tier is always kept, so that a stopped clock empties none. */
  record NewestOf(String tier) implements Reason {
    @Override
    public String text() {
      return "newest of " + tier;
    }
  }

  /** Its schedule is no longer part of any policy that holds, so no rule speaks of it. */
  record ScheduleGone(List<TakenBy> takenBy) implements Reason {
    @Override
    public String text() {
      return "no policy has its schedule "
          + String.join(" or ", takenBy.stream().map(TakenBy::toString).toList());
    }
  }

  /** It is younger than the least time that a policy demands for all. */
  record MinimumKeep(CalendarSpan span) implements Reason {
    @Override
    public String text() {
      return "minimum keep " + span;
    }
  }

  private static String named(String tier, String text) {
    return tier.isEmpty() ? text : tier + ": " + text;
  }

  /** The newest snapshot that is known to be good is always kept. */
  record NewestKnownGood() implements Reason {
    @Override
    public String text() {
      return "newest known good";
    }
  }

  /** Forgotten: the time that it was to be kept until at the latest has come. */
  record Expired(Instant since) implements Reason {
    @Override
    public String text() {
      return "expired " + Retention.minute(since);
    }
  }

  /** Forgotten: no rule keeps it. */
  record NoRule() implements Reason {
    @Override
    public String text() {
      return "no rule keeps it";
    }
  }
}
