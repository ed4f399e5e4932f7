package org.hevelius.core.usecase;

import java.time.Instant;
import org.hevelius.core.retention.Reason;
import org.hevelius.core.retention.RetentionPlan;
import org.hevelius.core.snapshot.Hold;
import org.jspecify.annotations.Nullable;

/**
 * What retention says of a snapshot, in words.
 *
 * @param keep whether it stays
 * @param text all reasons in a few words
 * @param word the first reason in a word or two; {@code until} when a time belongs behind it
 * @param until until when it was asked to be kept; null when the first reason is another one
 */
public record KeptBy(boolean keep, String text, String word, @Nullable Instant until) {
  /** The words of a decision. */
  static KeptBy of(RetentionPlan.Decision<?> decision) {
    Reason first = decision.reasons().getFirst();
    return new KeptBy(
        decision.keep(),
        decision.text(),
        word(first),
        first instanceof Reason.Unexpired(Instant until) ? until : null);
  }

  private static String word(Reason reason) {
    return switch (reason) {
      case Reason.Held(Hold hold) ->
          switch (hold.kind()) {
            case PERMANENT -> "permanent";
            case LEGAL -> "legal hold";
            case PUBLISHED -> "published";
          };
      case Reason.Unexpired _ -> "until";
      case Reason.Kept kept -> kept.text();
      case Reason.Oldest oldest -> oldest.text();
      case Reason.Guard _ -> "guard";
      case Reason.NewestOf newest -> newest.text();
      case Reason.ScheduleGone _ -> "schedule gone";
      case Reason.MinimumKeep minimum -> minimum.text();
      case Reason.Foreign foreign -> foreign.text();
      case Reason.Newest newest -> newest.text();
      case Reason.NewestKnownGood good -> good.text();
      case Reason.Expired _ -> "expired";
      case Reason.NoRule _ -> "no rule";
    };
  }
}
