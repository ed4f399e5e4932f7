package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.Facade;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the completion script asks: the names that may follow what was typed, one a line. */
@Command(name = "complete-names", hidden = true, description = "print names for the completion")
final class CompleteNamesVerb implements Runnable {
  /** Nobody reads more of them. */
  private static final int MOST = 200;

  private final Session session;

  @Parameters(paramLabel = "WORD", arity = "0..1", description = "what was typed so far")
  String word = "";

  CompleteNamesVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.withFacade(this::names).forEach(session.console()::line);
  }

  private List<String> names(Facade home) {
    int at = word.indexOf('@');
    List<String> names = new ArrayList<>();
    for (Datasets.Summary summary : home.datasets().list()) {
      Dataset dataset = summary.dataset();
      String name = dataset.name().toString();
      if (at < 0) {
        names.add(name);
        names.add(name + "@latest");
      } else if (name.equals(word.substring(0, at))) {
        names.add(name + "@latest");
        names.add(name + "@known-good");
        try (Stream<Snapshot> all = home.snapshots().list(SnapshotQuery.of(dataset.name()))) {
          all.limit(MOST)
              .forEach(
                  snapshot -> {
                    names.add(snapshot.reference());
                    if (snapshot.shortName() != null) {
                      names.add(name + "@" + snapshot.shortName());
                    }
                  });
        }
      }
    }
    return names.stream().filter(name -> name.startsWith(word)).toList();
  }
}
