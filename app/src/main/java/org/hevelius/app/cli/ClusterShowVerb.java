package org.hevelius.app.cli;

import java.util.stream.Collectors;
import org.hevelius.core.storage.Clusters.Answer;
import org.hevelius.core.usecase.KnownClusters.ClusterView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "show a cluster, and what it answers now",
    footer = {"", "hevelius cluster show lab"})
final class ClusterShowVerb implements java.util.concurrent.Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the cluster")
  String name = "";

  ClusterShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ClusterView cluster = session.withFacade(home -> home.clusters().show(name));
    session.result(
        cluster,
        () -> {
          session.console().line("Cluster " + cluster.name());
          print(session, cluster);
        });
    return (cluster.trouble().isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE).number();
  }

  static String mounts(ClusterView cluster) {
    return cluster.mounts().stream()
        .map(mount -> mount.path() + " at " + mount.directory())
        .collect(Collectors.joining(", "));
  }

  static void print(Session session, ClusterView cluster) {
    Table table = new Table().column("").column("");
    table.row("address", cluster.address());
    table.row("login", cluster.login());
    String tenant = cluster.tenant();
    if (tenant != null) {
      table.row("tenant", tenant);
    }
    if (!cluster.mounts().isEmpty()) {
      table.row("mounted", mounts(cluster));
    }
    Answer answer = cluster.answer();
    if (answer != null) {
      table.row("answers", "%s, psnt %s".formatted(answer.cluster(), answer.psnt()));
      table.row("version", answer.software());
      table.row("state", answer.state());
    }
    if (!cluster.trouble().isEmpty()) {
      table.row("trouble", cluster.trouble());
    }
    table.print(session.console(), "  ");
    if (answer != null) {
      answer.notes().forEach(note -> session.console().line("  note: " + Text.printable(note)));
    }
  }
}
