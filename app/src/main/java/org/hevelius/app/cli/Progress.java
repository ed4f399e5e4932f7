package org.hevelius.app.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Shows how far an operation is, on the error stream: a bar on a terminal, or a line now and then.
 * May be told from several threads, as often as they like.
 */
final class Progress implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration LINE_EVERY = Duration.ofSeconds(30);
  private static final Duration RATE_OVER = Duration.ofSeconds(10);
  private static final int BAR = 14;

  /** What is counted. */
  enum Unit {
    BYTES,
    ITEMS
  }

  /** How it is shown. */
  enum Mode {
    BAR,
    LINES,
    NONE
  }

  private record Sample(Instant time, long done) {}

  private final Console console;
  private final Clock clock;
  private final Unit unit;
  private final Mode mode;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private Instant nextShow;
  private int drawn;

  Progress(Console console, Clock clock, Unit unit, Mode mode) {
    this.console = console;
    this.clock = clock;
    this.unit = unit;
    this.mode = mode;
    Instant start = clock.instant();
    this.nextShow = start.plus(mode == Mode.LINES ? LINE_EVERY : REDRAW);
    samples.add(new Sample(start, 0));
  }

  /**
   * Tells how far it is.
   *
   * @param done units done
   * @param total units in all; 0 when not known yet
   * @param name what is being worked on
   */
  synchronized void update(long done, long total, String name) {
    if (mode == Mode.NONE) {
      return;
    }
    Instant now = clock.instant();
    if (now.isBefore(nextShow)) {
      return;
    }
    nextShow = now.plus(mode == Mode.LINES ? LINE_EVERY : REDRAW);
    samples.add(new Sample(now, done));
    while (samples.size() > 2
        && Duration.between(samples.getFirst().time(), now).compareTo(RATE_OVER) > 0) {
      samples.removeFirst();
    }
    if (mode == Mode.LINES) {
      console.error("  " + line(done, total, name, console.width() - 2));
    } else {
      redraw(line(done, total, name, console.width() - 1));
    }
  }

  /** Takes the bar away. */
  @Override
  public synchronized void close() {
    if (drawn > 0) {
      redraw("");
      console.errorRaw("\r");
      drawn = 0;
    }
  }

  private void redraw(String line) {
    int width = Text.width(line);
    console.errorRaw("\r" + line + " ".repeat(Math.max(0, drawn - width)));
    drawn = width;
  }

  private String line(long done, long total, String name, int width) {
    StringBuilder line = new StringBuilder();
    if (total > 0) {
      double share = Math.min(1, (double) done / total);
      int full = (int) (share * BAR);
      if (mode == Mode.BAR) {
        line.append('[').append("#".repeat(full)).append(".".repeat(BAR - full)).append("]  ");
      }
      int percent = (int) (share * 100);
      line.append(percent < 10 ? " " : "").append(percent).append(" %  ");
      line.append(
          unit == Unit.BYTES
              ? Humans.bytesOf(done, total)
              : Humans.count(done) + " of " + Humans.count(total));
    } else {
      line.append(unit == Unit.BYTES ? Humans.bytes(done) : Humans.count(done));
    }
    appendRate(line, done, total);
    int left = width - line.length() - 2;
    if (!name.isEmpty() && left >= 8) {
      line.append("  ").append(Text.shortened(Text.printable(name), left));
    }
    return line.substring(0, Math.min(line.length(), Math.max(0, width)));
  }

  private void appendRate(StringBuilder line, long done, long total) {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = Duration.between(first.time(), last.time()).toMillis() / 1000.0;
    if (seconds <= 0 || last.done() <= first.done()) {
      return;
    }
    double rate = (last.done() - first.done()) / seconds;
    line.append("  ")
        .append(unit == Unit.BYTES ? Humans.bytes((long) rate) : Humans.count(Math.round(rate)))
        .append("/s");
    if (total > done) {
      long left = (long) Math.ceil((total - done) / rate);
      line.append("  ").append(Humans.duration(Duration.ofSeconds(left))).append(" left");
    }
  }
}
