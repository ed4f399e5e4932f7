package org.hevelius.core.retention;

import java.time.Instant;
import java.util.List;

/**
 * What retention decided, for every snapshot that it was given, each exactly once, newest first.
 *
 * @param <T> the caller's type of snapshot
 */
public record RetentionPlan<T>(List<Decision<T>> decisions) {
  /**
   * What happens to one snapshot.
   *
   * @param reasons all that keep it, or the one why it goes; never empty
   * @param <T> the caller's type of snapshot
   */
  public record Decision<T>(RetentionCandidate<T> candidate, boolean keep, List<Reason> reasons) {
    /** Copies the reasons. */
    public Decision {
      reasons = List.copyOf(reasons);
    }

    /** The reasons in a few words, and until when at the latest what rules keep is kept. */
    public String text() {
      String text = String.join(", ", reasons.stream().map(Reason::text).toList());
      Instant expires = candidate.expires();
      boolean byRules =
          reasons.stream().anyMatch(r -> r instanceof Reason.Kept || r instanceof Reason.Oldest);
      return expires != null && keep && byRules
          ? text + ", at most until " + Retention.minute(expires)
          : text;
    }
  }

  /** Copies the decisions. */
  public RetentionPlan {
    decisions = List.copyOf(decisions);
  }

  /** The snapshots that stay, newest first. */
  public List<T> kept() {
    return subjects(true);
  }

  /** The snapshots that go, newest first. */
  public List<T> forgotten() {
    return subjects(false);
  }

  private List<T> subjects(boolean keep) {
    return decisions.stream()
        .filter(decision -> decision.keep() == keep)
        .map(decision -> decision.candidate().subject())
        .toList();
  }
}
