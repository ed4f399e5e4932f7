package org.hevelius.app.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.KeptBy;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = {
      "list snapshots, newest first",
      "",
      "NEW is the content that no earlier version had. KEPT BY says what keeps a snapshot by the"
          + " usual rules: the newest 10, one a week for 90 days, and what is held. --verbose shows"
          + " more of each."
    },
    footer = {
      "",
      "hevelius list cosmos7/raw --since 14d",
      "hevelius list 'cosmos7/**' --tag campaign=mars --search \"calibration\""
    })
final class ListVerb implements Runnable {
  private final Session session;

  @Parameters(
      paramLabel = "DATASET",
      arity = "0..1",
      description = "a dataset, or 'cosmos7/**' for all below it (else all datasets)")
  @Nullable String datasets;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "only with all these words in names, description, tags, author or Git state")
  @Nullable String search;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "KEY[=VALUE]",
      description = "only with this tag; may be given again")
  List<String> tags = List.of();

  @Option(names = "--since", paramLabel = "TIME", description = "only from 14d ago, or a date, on")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only up to then; days count whole")
  @Nullable String until;

  @Option(names = "--known-good", description = "only those that were found to be good")
  boolean knownGood;

  @Option(names = "--permanent", description = "only those that are kept for good")
  boolean permanent;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "only those of this tier: dr or operational")
  @Nullable String tier;

  @Option(
      names = "--sizes",
      description = "ask storage that takes snapshots itself what would be free without each alone")
  boolean sizes;

  @Option(names = "--limit", paramLabel = "N", description = "only the newest N")
  long limit = Long.MAX_VALUE;

  ListVerb(Session session) {
    this.session = session;
  }

  /** What the summary says. */
  private static final class Totals {
    private long snapshots;
    private long added;
    private long stored;
    private long uncounted;
    private boolean held;
    private boolean good;
    private boolean bad;
    private boolean fromBad;

    void add(Snapshot snapshot, boolean madeFromBad) {
      bad |= snapshot.knownBad() != null;
      fromBad |= madeFromBad;
      snapshots++;
      added += snapshot.captures().stream().mapToLong(Capture::addedBytes).sum();
      stored += snapshot.captures().stream().mapToLong(Capture::storedBytes).sum();
      if (snapshot.addedBytes().isEmpty()) {
        uncounted++;
      }
      held |= snapshot.isHeld();
      good |= snapshot.knownGood() != null;
    }
  }

  /** Decisions of retention and sizes, found once for each dataset that is met. */
  private record Decisions(
      Facade home,
      boolean sizes,
      Map<DatasetName, Map<Long, KeptBy>> known,
      Map<DatasetName, Map<Long, Long>> unique) {
    @Nullable Long uniqueBytes(Snapshot snapshot) {
      return sizes
          ? unique
              .computeIfAbsent(snapshot.dataset(), name -> home.snapshots().uniqueBytes(name, null))
              .get(snapshot.version())
          : null;
    }

    @Nullable KeptBy of(Snapshot snapshot) {
      return known
          .computeIfAbsent(snapshot.dataset(), name -> home.snapshots().keptBy(name))
          .get(snapshot.version());
    }
  }

  @Override
  public void run() {
    if (limit < 1) {
      throw new HeveliusException(Category.INVALID, "the limit must be at least 1, not " + limit);
    }
    session.<Boolean>withFacade(
        home -> {
          Decisions decisions = new Decisions(home, sizes, new HashMap<>(), new HashMap<>());
          if (session.json()) {
            try (JsonArray array = new JsonArray(session.console()::raw)) {
              snapshots(home).forEach(s -> array.add(view(s, decisions)));
            }
          } else {
            print(home, decisions);
          }
          return true;
        });
  }

  private static SnapshotView view(Snapshot snapshot, Decisions decisions) {
    KeptBy decision = decisions.of(snapshot);
    return SnapshotView.of(
        snapshot, decision == null ? null : decision.text(), decisions.uniqueBytes(snapshot));
  }

  private Stream<Snapshot> snapshots(Facade home) {
    Moments moments = new Moments(session.times());
    SnapshotQuery query = home.snapshots().query(datasets);
    if (search != null) {
      query = query.text(search);
    }
    List<String> wanted = new ArrayList<>(tags);
    if (tier != null) {
      wanted.add(Tags.text(Tags.TIER, Tags.tier(tier)));
    }
    if (!wanted.isEmpty()) {
      query = query.tagged(wanted);
    }
    Instant from = since == null ? null : moments.from(since);
    Instant to = until == null ? null : moments.until(until);
    query = query.between(from, to);
    if (knownGood) {
      query = query.onlyKnownGood();
    }
    if (permanent) {
      query = query.onlyHeld();
    }
    return home.snapshots()
        .list(query)
        .filter(snapshot -> !permanent || snapshot.isPermanent())
        .limit(limit);
  }

  private void print(Facade home, Decisions decisions) {
    Totals totals = new Totals();
    if (session.verbose()) {
      snapshots(home)
          .forEach(
              snapshot -> {
                boolean fromBad = !home.snapshots().badAncestors(snapshot).isEmpty();
                totals.add(snapshot, fromBad);
                block(snapshot, fromBad, decisions);
              });
    } else {
      table(snapshots(home), totals, decisions);
    }
    if (totals.snapshots == 0) {
      nothing(home);
      return;
    }
    List<String> legend = new ArrayList<>();
    if (totals.held) {
      legend.add("* held");
    }
    if (totals.good) {
      legend.add("+ known good");
    }
    if (totals.bad) {
      legend.add("- known bad");
    }
    if (totals.fromBad) {
      legend.add("! made from a bad one");
    }
    session.hint(
        (legend.isEmpty() ? "" : String.join("  ", legend) + "     ")
            + Humans.count(totals.snapshots, "snapshot", "snapshots")
            + brought(totals));
  }

  private static String brought(Totals totals) {
    if (totals.uncounted == totals.snapshots) {
      return "; what is new in " + (totals.snapshots == 1 ? "it" : "them") + " wasn't counted";
    }
    return (totals.snapshots == 1 ? "; it brought " : "; they brought ")
        + Humans.bytes(totals.added)
        + " of new data, stored in "
        + Humans.bytes(totals.stored)
        + (totals.uncounted == 0
            ? ""
            : ", and what wasn't counted in " + Humans.count(totals.uncounted));
  }

  private void table(Stream<Snapshot> snapshots, Totals totals, Decisions decisions) {
    Times times = session.times();
    Table table = new Table().column("REF").column("WHEN (" + times.zoneName() + ")").number("NEW");
    if (sizes) {
      table.number("ALONE");
    }
    table.column("KEPT BY").column("DESCRIPTION");
    snapshots.forEach(
        snapshot -> {
          boolean fromBad = !decisions.home().snapshots().badAncestors(snapshot).isEmpty();
          totals.add(snapshot, fromBad);
          List<String> cells = new ArrayList<>();
          cells.add(snapshot.reference() + marks(snapshot, fromBad));
          cells.add(times.minute(snapshot.createdAt()));
          cells.add(SnapshotText.newBytes(snapshot));
          if (sizes) {
            cells.add(SnapshotText.known(decisions.uniqueBytes(snapshot)));
          }
          cells.add(SnapshotText.keptBy(decisions.of(snapshot), times));
          cells.add(SnapshotText.titleAndName(snapshot));
          table.row(cells.toArray(String[]::new));
        });
    if (totals.snapshots > 0) {
      table.print(session.console(), "  ");
    }
  }

  private static String marks(Snapshot snapshot, boolean fromBad) {
    String marks =
        (snapshot.isHeld() ? "*" : "")
            + (snapshot.knownGood() == null ? "" : "+")
            + (snapshot.knownBad() == null ? "" : "-")
            + (fromBad ? "!" : "");
    return marks.isEmpty() ? "" : "  " + marks;
  }

  private void block(Snapshot snapshot, boolean fromBad, Decisions decisions) {
    Console console = session.console();
    Times times = session.times();
    String shortName = snapshot.shortName();
    console.line(
        console.bold(snapshot.reference())
            + marks(snapshot, fromBad)
            + "  "
            + times.exact(snapshot.createdAt())
            + (shortName == null ? "" : "  " + shortName));
    console.line("  " + SnapshotText.title(snapshot));
    console.line("  " + SnapshotText.content(snapshot) + "; " + SnapshotText.added(snapshot));
    console.line(
        Text.printable(
            "  "
                + snapshot.guarantee()
                + "; by "
                + snapshot.author()
                + " on "
                + snapshot.host()
                + "; kept: "
                + SnapshotText.keptBy(decisions.of(snapshot), times)));
    Long alone = decisions.uniqueBytes(snapshot);
    if (alone != null) {
      console.line("  " + Humans.bytes(alone) + " would be free without it alone");
    }
    SnapshotText.git(snapshot.git()).ifPresent(git -> console.line("  git " + git));
    String milestone = snapshot.milestone();
    if (milestone != null) {
      console.line("  milestone " + Text.printable(milestone));
    }
    if (!snapshot.tags().isEmpty()) {
      console.line("  tags " + Text.printable(String.join("  ", snapshot.tagTexts())));
    }
    console.line("  " + snapshot.name());
  }

  private void nothing(Facade home) {
    boolean filtered = search != null || since != null || until != null || knownGood || permanent;
    if (filtered || tier != null || !tags.isEmpty()) {
      session.console().line("No snapshot is like that.");
      session.hint("All of them:  hevelius list" + (datasets == null ? "" : " " + datasets));
      return;
    }
    if (home.datasets().list().isEmpty()) {
      session.console().line("There is no dataset yet.");
      session.hint("Protect something:  hevelius create NAME \"why\" --source /path/to/the/data");
      return;
    }
    session.console().line("There is no snapshot yet.");
    String name =
        datasets == null || datasets.endsWith("**")
            ? home.datasets().list().getFirst().dataset().name().text()
            : datasets;
    session.hint("Take one:  hevelius create " + name + " \"why it is taken\"");
  }
}
