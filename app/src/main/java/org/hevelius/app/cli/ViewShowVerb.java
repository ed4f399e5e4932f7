package org.hevelius.app.cli;

import java.util.stream.Collectors;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.View;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "show a view",
    footer = {"", "hevelius view show vast:lab/swift/burst"})
final class ViewShowVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "VIEW", description = "the view")
  String view = "";

  ViewShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    View shown = session.withFacade(home -> home.storage().view(view));
    session.result(
        shown,
        () -> {
          session.console().line("View " + shown.view());
          print(session, shown);
        });
  }

  static void print(Session session, View view) {
    Table table = new Table().column("").column("");
    String profile = view.profile();
    if (profile != null) {
      table.row("profile", profile);
    }
    table.row("used", Humans.bytes(view.usedBytes()));
    Quota quota = view.quota();
    if (quota != null) {
      table.row("soft limit", QuotaText.size(quota.limits().soft()));
      table.row("hard limit", QuotaText.size(quota.limits().hard()));
      table.row("counts", "%s of %s".formatted(Humans.bytes(quota.usedBytes()), quota.counts()));
    }
    if (!view.place().isEmpty()) {
      table.row("at", view.place());
    }
    table.row(
        "properties",
        view.properties().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" ")));
    table.row("id", view.id());
    table.print(session.console(), "  ");
    view.notes().forEach(note -> session.console().line("  note: " + Text.printable(note)));
  }
}
