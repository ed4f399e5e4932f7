package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.usecase.Adoption.Adopted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "adopt",
    description = {
      "list the snapshots that others made of a source among your own",
      "",
      "For storage that snapshots by itself, and those that other programs took or Hevelius from"
          + " another home. They become versions of a dataset called adopted/..., and can be"
          + " browsed, found, compared and restored like any other. They are never changed or"
          + " deleted from here. Repeat it to get what has come since."
    },
    footer = {
      "",
      "hevelius adopt zfs:tank/raw",
      "Those in a repository: hevelius repository adopt NAME"
    })
final class AdoptVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "SOURCE", description = "such as zfs:tank/raw; see hevelius discover")
  String source = "";

  AdoptVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Adopted> datasets =
        session.withFacade(home -> home.stores().adopt(SourceSpec.parse(source)));
    session.result(
        datasets,
        () ->
            RepositoryVerb.Adopt.print(
                session.console(), datasets, "There are no snapshots of other programs of it."));
  }
}
