package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.storage.Performance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "metrics",
    description = {
      "show how storage did over time: operations, bandwidth, latency, capacity",
      "",
      "The numbers of the service itself, for Prometheus, are at its address /metrics."
    },
    footer = {"", "hevelius metrics vast:lab --since 24h"})
final class MetricsVerb implements Runnable {
  private static final int ROWS = 24;

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHERE",
      description = "vast, zfs, vast:CLUSTER or zfs:POOL (else all)")
  @Nullable String where;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "a date, or how long ago (${DEFAULT-VALUE})")
  String since = "24h";

  MetricsVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Instant from = new Moments(session.times()).from(since);
    List<Performance> all = session.withFacade(home -> home.storage().performance(where, from));
    session.result(all, () -> all.forEach(this::print));
  }

  private void print(Performance performance) {
    session.console().line(performance.system());
    Table table =
        new Table()
            .column("WHEN")
            .number("IOPS")
            .number("READ/S")
            .number("WRITE/S")
            .number("LATENCY")
            .number("USED")
            .number("TOTAL");
    List<Performance.Point> points = performance.points();
    // So many rows as one sees at once; all of them are in the JSON.
    int step = Math.max(1, (points.size() + ROWS - 1) / ROWS);
    for (int i = (points.size() - 1) % step; i >= 0 && i < points.size(); i += step) {
      Performance.Point point = points.get(i);
      table.row(
          session.times().minute(point.time()),
          point.iops() == null ? "-" : Humans.count(Math.round(point.iops())),
          rate(point.readBytesPerSecond()),
          rate(point.writeBytesPerSecond()),
          point.latencyMicros() == null
              ? "-"
              : String.format(Locale.ROOT, "%.0f us", point.latencyMicros()),
          bytes(point.usedBytes()),
          bytes(point.totalBytes()));
    }
    if (!points.isEmpty()) {
      table.print(session.console(), "  ");
    }
    performance.notes().forEach(note -> session.console().line("  note: " + Text.printable(note)));
  }

  private static String rate(@Nullable Double bytes) {
    return bytes == null ? "-" : Humans.bytes(Math.round(bytes));
  }

  private static String bytes(@Nullable Long bytes) {
    return bytes == null ? "-" : Humans.bytes(bytes);
  }
}
