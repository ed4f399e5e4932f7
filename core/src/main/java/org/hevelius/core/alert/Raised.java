package org.hevelius.core.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, from when it was told first until it is well again.
 *
 * @param id given by the store, growing; 0 before that
 * @param run id of the run that it came from last; empty when there is none
 * @param since when it came first
 * @param last when it came again last
 * @param times how often it came
 * @param summary what was said of it last
 * @param details what was said beside it
 * @param acknowledged who looks after it; null while nobody has said so
 * @param closed when it was well again; null while it is open
 * @param end what ended it; empty while it is open
 */
public record Raised(
    long id,
    Alert.Kind kind,
    String subject,
    String run,
    Instant since,
    Instant last,
    long times,
    String summary,
    List<String> details,
    @Nullable Acknowledged acknowledged,
    @Nullable Instant closed,
    String end) {
  /**
   * Somebody looks after it.
   *
   * @param note what they said; may be empty
   */
  public record Acknowledged(String by, Instant time, String note) {}

  /** Copies the list. */
  public Raised {
    details = List.copyOf(details);
  }

  /** The first of its kind about its subject. */
  public static Raised first(long id, Alert alert, Instant now) {
    return new Raised(
        id,
        alert.kind(),
        alert.subject(),
        alert.run(),
        now,
        now,
        1,
        alert.summary(),
        alert.details(),
        null,
        null,
        "");
  }

  /** The same, come again. */
  public Raised again(Alert alert, Instant now) {
    return new Raised(
        id,
        kind,
        subject,
        alert.run(),
        since,
        now,
        times + 1,
        alert.summary(),
        alert.details(),
        acknowledged,
        closed,
        end);
  }

  /** The same with somebody who looks after it. */
  public Raised acknowledged(Acknowledged who) {
    return new Raised(
        id, kind, subject, run, since, last, times, summary, details, who, closed, end);
  }

  /** The same, well again. */
  public Raised closed(Instant time, String what) {
    return new Raised(
        id, kind, subject, run, since, last, times, summary, details, acknowledged, time, what);
  }

  /** Whether it isn't well again yet. */
  public boolean isOpen() {
    return closed == null;
  }
}
