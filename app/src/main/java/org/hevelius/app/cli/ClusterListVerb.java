package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.KnownClusters.ClusterView;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the clusters",
    footer = {"", "hevelius cluster list"})
final class ClusterListVerb implements Runnable {
  private final Session session;

  ClusterListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<ClusterView> clusters = session.withFacade(home -> home.clusters().list());
    session.result(clusters, () -> print(clusters));
  }

  private void print(List<ClusterView> clusters) {
    if (clusters.isEmpty()) {
      session.console().line("No cluster is known.");
      session.hint("Add one:  hevelius cluster add NAME --address HOST --user U --password-file F");
      return;
    }
    Table table = new Table().column("CLUSTER").column("ADDRESS").column("LOGIN").column("MOUNTED");
    clusters.forEach(
        cluster ->
            table.row(
                cluster.name(),
                cluster.address(),
                cluster.login(),
                ClusterShowVerb.mounts(cluster)));
    table.print(session.console(), "  ");
    session.hint("How they are:  hevelius health vast");
  }
}
