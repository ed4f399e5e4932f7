package org.hevelius.app.cli;

import java.util.Iterator;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.Withdrawal;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.PublicationView;
import org.hevelius.core.usecase.Publications;

/** Publications for people. */
final class PublicationText {
  /** How many a table is laid out for at once. */
  private static final int TOGETHER = 500;

  private final Session session;

  PublicationText(Session session) {
    this.session = session;
  }

  /** What publishing would record. */
  void show(Publications.Plan plan) {
    Console console = session.console();
    Snapshot snapshot = plan.snapshot();
    About about = plan.about();
    console.line(
        console.bold("Plan " + RestoreText.shortId(plan.id()))
            + "  publish "
            + Text.printable(MarkText.title(snapshot)));
    console.line("  \"" + Text.printable(snapshot.description()) + "\"");
    Table table = new Table().column("").column("");
    table.row("title", about.title());
    for (Creator creator : about.creators()) {
      table.row(
          "creator",
          creator.name() + (creator.orcid() == null ? "" : "  ORCID " + creator.orcid()));
    }
    boolean unknown = about.publisher().equals(About.UNKNOWN);
    table.row("publisher", unknown ? "not said (--publisher)" : about.publisher());
    table.row("year", String.valueOf(about.year()));
    table.row("license", about.license() == null ? "not said (--license)" : about.license());
    table.row("DOI", about.doi() == null ? "none yet (--doi)" : about.doi());
    about.related().forEach(paper -> table.row("belongs to", paper));
    table.row("content", SnapshotText.content(snapshot));
    table.print(console, "  ");
    console.line(
        "It is held from then on; its words can't be changed, and it can't be deleted until it is"
            + " withdrawn.");
  }

  /** The publications, in their order. */
  void list(Iterator<Publication> all) {
    if (session.json()) {
      try (JsonArray array = new JsonArray(session.console()::raw)) {
        all.forEachRemaining(publication -> array.add(PublicationView.of(publication)));
      }
      return;
    }
    if (!all.hasNext()) {
      session.console().line("Nothing is published.");
    }
    while (all.hasNext()) {
      Table table =
          new Table()
              .column("REF")
              .column("PUBLISHED (" + session.times().zoneName() + ")")
              .column("BY")
              .column("TITLE")
              .column("DOI")
              .column("");
      for (int i = 0; i < TOGETHER && all.hasNext(); i++) {
        Publication one = all.next();
        String doi = one.about().doi();
        table.row(
            one.reference(),
            session.times().minute(one.published()),
            one.by(),
            one.about().title(),
            doi == null ? "-" : doi,
            withdrawn(one));
      }
      table.print(session.console(), "  ");
    }
  }

  private String withdrawn(Publication publication) {
    Withdrawal withdrawal = publication.withdrawn();
    return withdrawal == null
        ? ""
        : "withdrawn %s by %s: %s"
            .formatted(
                session.times().minute(withdrawal.at()), withdrawal.by(), withdrawal.reason());
  }
}
