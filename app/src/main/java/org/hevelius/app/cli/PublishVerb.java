package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.Citations;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.PublicationView;
import org.hevelius.core.usecase.PublicationWish;
import org.hevelius.core.usecase.Publications;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "publish",
    description = {
      "fix a version that publications cite",
      "",
      "It is held, its content gets a name that anybody can compute again, and its words can't be"
          + " changed any more. It can't be deleted, not even by force, until it is withdrawn; the"
          + " record of a withdrawn one stays."
    },
    footer = {
      "",
      "hevelius publish cosmos7/l2@3 --title \"Light curves of Mars\" --creator \"Chen, Maya\" \\",
      "    --orcid 0000-0002-1825-0097 --publisher \"Orbital Dynamics\" --license CC-BY-4.0",
      "What then stands in the paper:  hevelius cite cosmos7/l2@3 --format bibtex",
      "Take it back:                   hevelius publish cosmos7/l2@3 --withdraw \"wrong gain\""
    })
final class PublishVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/l2@3")
  String reference = "";

  @Option(names = "--title", paramLabel = "TEXT", description = "else the name of the dataset")
  @Nullable String title;

  @Option(
      names = "--creator",
      paramLabel = "NAME",
      description = "\"Family, Given\" or an organization; again for each (else the author)")
  List<String> creators = List.of();

  @Option(
      names = "--orcid",
      paramLabel = "ID",
      description = "of each creator in the same order; - for one who has none")
  List<String> orcids = List.of();

  @Option(names = "--publisher", paramLabel = "NAME", description = "who hands it out")
  @Nullable String publisher;

  @Option(names = "--year", paramLabel = "YEAR", description = "of publication (this one)")
  @Nullable Integer year;

  @Option(names = "--license", paramLabel = "ID", description = "of SPDX, or an address")
  @Nullable String license;

  @Option(names = "--doi", paramLabel = "DOI", description = "its own, when it has one")
  @Nullable String doi;

  @Option(names = "--related", paramLabel = "DOI", description = "of the paper; may be given again")
  List<String> related = List.of();

  @Option(
      names = "--withdraw",
      paramLabel = "WHY",
      description = "take its publication back; the record stays, with the reason")
  @Nullable String withdraw;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  PublishVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Interruption interruption = session.interruption()) {
      String why = withdraw;
      return session.withHome(
          home -> why == null ? publish(home, interruption) : withdraw(home, why));
    }
  }

  private List<Creator> creators() {
    if (!orcids.isEmpty() && orcids.size() != creators.size()) {
      throw new HeveliusException(
          Category.INVALID,
          "there are %d creators and %d ORCIDs".formatted(creators.size(), orcids.size()),
          "give --orcid once for each --creator, in the same order; - for one who has none");
    }
    List<Creator> made = new ArrayList<>();
    for (int i = 0; i < creators.size(); i++) {
      boolean none = orcids.isEmpty() || orcids.get(i).equals("-");
      made.add(new Creator(creators.get(i), none ? null : orcids.get(i)));
    }
    return made;
  }

  private int publish(Hevelius home, Interruption interruption) {
    PublicationWish wish =
        new PublicationWish(title, creators(), publisher, year, license, doi, related);
    Publications publications = home.publications();
    Publications.Plan plan = publications.plan(reference, wish);
    if (!session.json()) {
      show(plan);
    }
    if (dryRun) {
      session.result(
          PublicationView.of(plan),
          () -> session.console().line("Nothing was changed: a dry run."));
      return ExitCode.DONE.number();
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    Publication made = publications.execute(plan, session.phases(), interruption);
    session.result(
        PublicationView.of(made),
        () -> {
          session.console().line("Published " + made.reference() + ".  Cite it as:");
          Citations.text(made).lines().forEach(l -> session.console().line(Text.printable(l)));
        });
    session.hint(
        "Other forms:  hevelius cite " + made.reference() + " --format bibtex|datacite|ro-crate");
    return ExitCode.DONE.number();
  }

  private void show(Publications.Plan plan) {
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

  private int withdraw(Hevelius home, String why) {
    Snapshot snapshot = home.snapshots().show(reference);
    if (!session.json()) {
      session
          .console()
          .line("Withdraw the publication of " + Text.printable(MarkText.title(snapshot)));
      session
          .console()
          .line(
              "  the record stays, with the reason; from then on the rules of cleanup decide on"
                  + " the version");
    }
    if (dryRun) {
      session.result(
          SnapshotView.of(snapshot),
          () -> session.console().line("Nothing was changed: a dry run."));
      return ExitCode.DONE.number();
    }
    session.approve("the withdrawal", yes);
    Snapshot withdrawn = home.publications().withdraw(snapshot.reference(), why);
    MarkText.print(session, withdrawn, "withdrawn (\"" + why.strip() + "\")");
    return ExitCode.DONE.number();
  }
}
