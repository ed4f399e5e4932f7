package org.hevelius.server.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.usecase.Recognition;

/**
 * Refusals on their way to the audit trail. Each is recorded; but of equal ones from one address
 * the first, and then once a minute how many there were, so that nobody can fill the disk from
 * outside.
 */
final class Refusals implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST = 1000;
  private static final int LONGEST = 300;

  private record Kind(String who, String address, String action, String reason) {}

  private static final class Seen {
    private final Instant since;
    private long more;

    Seen(Instant since) {
      this.since = since;
    }
  }

  private final Recognition recognition;
  private final Clock clock;
  private final Map<Kind, Seen> recent = new LinkedHashMap<>();

  Refusals(Recognition recognition, Clock clock) {
    this.recognition = recognition;
    this.clock = clock;
  }

  /** Records a refusal. That it can't be recorded is no reason to let somebody in. */
  synchronized void add(String who, String address, String action, String target, String reason) {
    Instant now = clock.instant();
    settle(now);
    Kind kind = new Kind(who, address, action, cut(reason));
    Seen seen = recent.get(kind);
    if (seen != null) {
      seen.more++;
      return;
    }
    recent.put(kind, new Seen(now));
    record(kind, cut(target), "");
    if (recent.size() > MOST) {
      Iterator<Map.Entry<Kind, Seen>> oldest = recent.entrySet().iterator();
      Map.Entry<Kind, Seen> first = oldest.next();
      oldest.remove();
      tellMore(first.getKey(), first.getValue());
    }
  }

  /** Records what was only counted so far. */
  @Override
  public synchronized void close() {
    recent.forEach(this::tellMore);
    recent.clear();
  }

  private void settle(Instant now) {
    Iterator<Map.Entry<Kind, Seen>> all = recent.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Kind, Seen> next = all.next();
      if (now.isBefore(next.getValue().since.plus(PAUSE))) {
        return;
      }
      all.remove();
      tellMore(next.getKey(), next.getValue());
    }
  }

  private void tellMore(Kind kind, Seen seen) {
    if (seen.more > 0) {
      record(kind, "", " (%d more since %s)".formatted(seen.more, seen.since));
    }
  }

  private void record(Kind kind, String target, String more) {
    try {
      recognition.audit(
          kind.who(), kind.address(), kind.action(), target, Outcome.REFUSED, kind.reason() + more);
    } catch (HeveliusException e) {
      // Such as a full disk. The refusal stands.
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
