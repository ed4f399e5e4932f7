package org.hevelius.app.cli;

import java.util.Objects;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.View;
import org.hevelius.core.usecase.StorageView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "list views",
    footer = {"", "hevelius view list vast:lab"})
final class ViewListVerb implements Runnable {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHERE",
      description = "vast, zfs, vast:CLUSTER, zfs:POOL, or a view with those below (else all)")
  @Nullable String where;

  ViewListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    StorageView.Views views = session.withFacade(home -> home.storage().views(where));
    session.result(views, () -> print(views));
  }

  private void print(StorageView.Views views) {
    if (views.views().isEmpty() && views.troubles().isEmpty()) {
      session.console().line("There are no views.");
      session.hint("Make one:  hevelius view create vast:CLUSTER/PATH --profile burst");
    }
    if (!views.views().isEmpty()) {
      Table table =
          new Table().column("VIEW").column("PROFILE").number("USED").number("LIMIT").column("AT");
      for (View view : views.views()) {
        Quota quota = view.quota();
        Long top = quota == null ? null : quota.limits().top();
        table.row(
            view.view(),
            Objects.requireNonNullElse(view.profile(), "-"),
            Humans.bytes(view.usedBytes()),
            top == null ? "-" : Humans.bytes(top),
            view.place());
      }
      table.print(session.console(), "  ");
    }
    HealthText.troubles(session, views.troubles());
  }
}
