package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaChange;
import org.hevelius.core.storage.QuotaChange.State;
import org.hevelius.core.storage.UsageStore;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;

/**
 * Sets limits. Each change is written down before the storage is asked, so that one whose end isn't
 * known is looked up and told, and two of the same view don't mix.
 */
final class LimitChanges {
  /** After which nobody can be setting the limits of an open change any more. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final String ACTION = "quota set";

  private final Context context;
  private final UsageStore store;

  LimitChanges(Context context) {
    this.context = context;
    this.store = context.catalog().usage();
  }

  /** Sets the limits of a view, which must still be as it was seen. */
  Quota set(View seen, Limits wanted, boolean automatic, String why) {
    settle(seen.view());
    Quota quota = seen.quota();
    Limits before = quota == null ? Limits.NONE : quota.limits();
    String words = text(before) + " -> " + text(wanted) + (why.isEmpty() ? "" : ": " + why);
    QuotaChange change =
        store.begin(
            new QuotaChange(
                0,
                seen.view(),
                quota == null ? "" : quota.id(),
                before,
                wanted,
                context.clock().instant(),
                context.actor().name(),
                automatic,
                State.BEGUN),
            context.done(ACTION, seen.view(), "begins: " + words));
    SourceSpec source = SourceSpec.parse(seen.view());
    try {
      Quota now = new StorageWorld(context).of(source).setLimits(seen, wanted);
      finish(change, State.DONE, "done: " + words);
      return now;
    } catch (HeveliusException e) {
      if (e.category() == Category.UNAVAILABLE) {
        return unknown(change, e);
      }
      finish(change, State.FAILED, "not done: " + words + "; " + e.getMessage());
      throw e;
    }
  }

  /** The storage may have taken it all the same. */
  private Quota unknown(QuotaChange change, HeveliusException why) {
    Quota quota;
    try {
      quota = new StorageWorld(context).view(change.view()).quota();
    } catch (HeveliusException e) {
      why.addSuppressed(e);
      throw why;
    }
    if (quota != null && quota.limits().equals(change.wanted())) {
      finish(change, State.DONE, "done, although the answer was lost: " + text(change.wanted()));
      return quota;
    }
    finish(change, State.FAILED, "not done: " + why.getMessage());
    throw why;
  }

  /** Finds out how a change ended whose process has died. */
  private void settle(String view) {
    Instant now = context.clock().instant();
    for (QuotaChange change : store.open()) {
      if (change.view().equals(view) && isOver(change, now)) {
        Quota quota = new StorageWorld(context).view(view).quota();
        Limits limits = quota == null ? Limits.NONE : quota.limits();
        boolean done = Objects.equals(limits, change.wanted());
        finish(
            change,
            done ? State.DONE : State.FAILED,
            "interrupted, and found %s: %s".formatted(done ? "done" : "not done", text(limits)));
      }
    }
  }

  /**
   * Finds out how all changes ended whose processes have died. What can't be asked now waits, and
   * holds up none of the others.
   */
  void settleAll() {
    for (String view : store.open().stream().map(QuotaChange::view).distinct().toList()) {
      try {
        settle(view);
      } catch (HeveliusException e) {
        // Its system is told to be silent when it is looked at itself.
      }
    }
  }

  private static boolean isOver(QuotaChange change, Instant now) {
    return Duration.between(change.time(), now).abs().compareTo(LONGEST) >= 0;
  }

  private void finish(QuotaChange change, State state, String words) {
    Outcome outcome = state == State.DONE ? Outcome.OK : Outcome.FAILED;
    boolean _ =
        store.finish(change.id(), state, context.event(ACTION, change.view(), outcome, words));
  }

  /** Limits in words, with the bytes to the last. */
  static String text(Limits limits) {
    return "soft " + text(limits.soft()) + ", hard " + text(limits.hard());
  }

  private static String text(@Nullable Long bytes) {
    return bytes == null ? "none" : "%s (%d B)".formatted(Amounts.bytes(bytes), bytes);
  }
}
