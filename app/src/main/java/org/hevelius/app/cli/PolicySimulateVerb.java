package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hevelius.core.policy.Simulation;
import org.hevelius.core.usecase.PolicyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "simulate",
    description = {
      "play schedules and retention of a dataset forward",
      "",
      "Begins with the snapshots that there are, takes what is due, cleans up once a day, and shows"
          + " how many snapshots stand when. Nothing is taken or forgotten."
    })
final class PolicySimulateVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "DATASET", description = "a dataset")
  String dataset = "";

  @Option(names = "--days", paramLabel = "N", description = "for how long (${DEFAULT-VALUE})")
  int days = 400;

  PolicySimulateVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    PolicyView.Simulated simulated =
        session.withFacade(home -> home.policies().simulate(dataset, days));
    session.result(simulated, () -> print(simulated));
  }

  private void print(PolicyView.Simulated simulated) {
    Console console = session.console();
    PolicyText.head(
        session, simulated.dataset(), simulated.policies(), simulated.simulated(), List.of());
    console.line("Kept:");
    simulated.keeps().forEach(keep -> console.line("  " + Text.printable(keep)));
    SortedSet<String> tiers = new TreeSet<>();
    simulated.points().forEach(point -> tiers.addAll(point.standing().keySet()));
    Table table = new Table().number("DAY").column("DATE").number("SNAPSHOTS");
    tiers.forEach(tier -> table.number(tier.toUpperCase(java.util.Locale.ROOT)));
    table.number("TAKEN").number("FORGOTTEN").number("BYTES");
    for (Simulation.Point point : simulated.points()) {
      table.row(row(point, List.copyOf(tiers)));
    }
    table.print(console, "  ");
    Long perDay = simulated.bytesPerDay();
    console.line(
        perDay == null
            ? "Bytes can't be estimated: that needs snapshots that span an hour at least."
            : "Bytes are an upper bound, from the %s a day that were measured."
                .formatted(Humans.bytes(perDay)));
  }

  private String[] row(Simulation.Point point, List<String> tiers) {
    List<String> cells = new java.util.ArrayList<>();
    cells.add(Humans.count(point.day()));
    cells.add(date(point.time()));
    cells.add(Humans.count(point.total()));
    tiers.forEach(tier -> cells.add(Humans.count(point.standing().getOrDefault(tier, 0L))));
    cells.add(Humans.count(point.taken()));
    cells.add(Humans.count(point.forgotten()));
    Long bytes = point.bytes();
    cells.add(bytes == null ? "?" : Humans.bytes(bytes));
    return cells.toArray(String[]::new);
  }

  private String date(Instant time) {
    return session.times().minute(time).substring(0, 10);
  }
}
