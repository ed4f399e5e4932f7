package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.notify.Message;
import org.jspecify.annotations.Nullable;

/**
 * What is or was wrong, as programs see it.
 *
 * @param kind such as {@code run-failed}
 * @param severity {@code warning} or {@code critical}
 * @param subject the dataset or other thing that it is about
 * @param run number of the run that it came from last; empty when there is none
 * @param since when it came first
 * @param last when it came again last
 * @param times how often it came
 * @param state {@code open}, {@code acknowledged} or {@code closed}
 * @param acknowledged who looks after it; null while nobody has said so
 * @param closed when it was well again; null while it isn't
 * @param end what ended it; empty while nothing has
 */
public record AlertView(
    long id,
    String kind,
    String severity,
    String subject,
    String run,
    Instant since,
    Instant last,
    long times,
    String summary,
    List<String> details,
    String state,
    Raised.@Nullable Acknowledged acknowledged,
    @Nullable Instant closed,
    String end) {
  /** Copies the list. */
  public AlertView {
    details = List.copyOf(details);
  }

  static AlertView of(Raised raised) {
    return new AlertView(
        raised.id(),
        Message.word(raised.kind()),
        raised.kind().severity().name().toLowerCase(Locale.ROOT),
        raised.subject(),
        raised.run(),
        raised.since(),
        raised.last(),
        raised.times(),
        raised.summary(),
        raised.details(),
        !raised.isOpen() ? "closed" : raised.acknowledged() == null ? "open" : "acknowledged",
        raised.acknowledged(),
        raised.closed(),
        raised.end());
  }
}
