package org.hevelius.app.cli;

import java.util.Map;
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
    boolean _ =
        session.withFacade(
            home -> {
              home.clusters().remove(name);
              return true;
            });
    session.result(
        Map.of("removed", name),
        () -> session.console().line("Cluster " + Text.printable(name) + " is not known any more"));
  }
}
