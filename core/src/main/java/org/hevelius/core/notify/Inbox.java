package org.hevelius.core.notify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.alert.Alert;

/**
 * Alerts that are not in the catalog yet. Holds at most so many, with texts of at most such a
 * length, so that no storm of alerts fills the memory; beyond that it counts.
 */
final class Inbox {
  /** How many alerts wait at most. */
  static final int CAPACITY = 10_000;

  private static final int MAX_LINE = 500;
  private static final int MAX_LINES = 10;

  private final Deque<Alert> alerts = new ArrayDeque<>();
  private long lost;

  synchronized void add(Alert alert) {
    if (alerts.size() >= CAPACITY) {
      lost++;
    } else {
      alerts.add(shortened(alert));
    }
  }

  /** The oldest; it stays until it is removed. */
  synchronized Optional<Alert> first() {
    return Optional.ofNullable(alerts.peek());
  }

  synchronized void removeFirst() {
    Alert _ = alerts.remove();
  }

  synchronized int size() {
    return alerts.size();
  }

  /** How many found no room since this was asked last. */
  synchronized long takeLost() {
    long taken = lost;
    lost = 0;
    return taken;
  }

  private static Alert shortened(Alert alert) {
    List<String> details =
        alert.details().stream().limit(MAX_LINES).map(line -> line(line)).toList();
    return new Alert(
        alert.kind(),
        line(alert.subject()),
        line(alert.run()),
        alert.time(),
        line(alert.summary()),
        details);
  }

  /** One line without characters that steer terminals, mail headers or protocols. */
  static String line(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(MAX_LINE).map(c -> isPlain(c) ? c : ' ').forEach(line::appendCodePoint);
    if (text.length() > MAX_LINE && text.codePointCount(0, text.length()) > MAX_LINE) {
      line.append("...");
    }
    return line.toString().strip();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
