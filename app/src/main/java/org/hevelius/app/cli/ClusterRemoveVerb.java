package org.hevelius.app.cli;

import java.util.List;
import java.util.Map;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.usecase.Datasets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = {
      "forget a cluster",
      "",
      "Nothing on it is changed. Datasets that lie there can't be reached until it is added again."
    },
    footer = {"", "hevelius cluster remove lab"})
final class ClusterRemoveVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the cluster")
  String name = "";

  ClusterRemoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<String> there =
        session.withFacade(
            home -> {
              List<String> lying =
                  home.datasets().list().stream()
                      .filter(this::isThere)
                      .map(one -> one.dataset().name().text())
                      .toList();
              home.clusters().remove(name);
              return lying;
            });
    session.result(
        Map.of("removed", name, "datasets", there),
        () -> {
          session.console().line("Cluster " + Text.printable(name) + " is not known any more");
          if (!there.isEmpty()) {
            session.hint(
                "Nobody can read what %s has there until it is added again: hevelius cluster add %s"
                    .formatted(String.join(", ", there), Text.word(name)));
          }
        });
  }

  private boolean isThere(Datasets.Summary summary) {
    return summary.dataset().sources().stream()
        .anyMatch(
            source ->
                source.kind() == SourceSpec.Kind.VAST && source.location().startsWith(name + "/"));
  }
}
