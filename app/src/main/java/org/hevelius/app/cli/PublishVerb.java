package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.publication.Citations;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Facade;
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
      "Take it back:                   hevelius publish cosmos7/l2@3 --withdraw \"wrong gain\"",
      "What is published:              hevelius publish --list"
    })
final class PublishVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..1",
      description = "the snapshot, such as cosmos7/l2@3; with --list a dataset, or 'cosmos7/**'")
  @Nullable String reference;

  @Option(names = "--list", description = "show what is published and what was withdrawn")
  boolean list;

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
    if (list) {
      return list();
    }
    String named = reference;
    if (named == null) {
      throw new HeveliusException(
          Category.INVALID,
          "which snapshot is to be published isn't said",
          "name it: hevelius publish cosmos7/l2@3",
          "what is published: hevelius publish --list");
    }
    try (Interruption interruption = session.interruption()) {
      String why = withdraw;
      return session.withFacade(
          home -> why == null ? publish(home, named, interruption) : withdraw(home, named, why));
    }
  }

  private int list() {
    if (withdraw != null || dryRun || yes) {
      throw new HeveliusException(
          Category.INVALID, "--list only shows", "leave out --withdraw, --dry-run and --yes");
    }
    return session.withFacade(
        home -> {
          try (Stream<Publication> all = home.publications().list(reference)) {
            new PublicationText(session).list(all.iterator());
          }
          return ExitCode.DONE.number();
        });
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

  private int publish(Facade home, String named, Interruption interruption) {
    PublicationWish wish =
        new PublicationWish(title, creators(), publisher, year, license, doi, related);
    Facade.PublicationUses publications = home.publications();
    Publications.Plan plan = publications.plan(named, wish);
    if (!session.json()) {
      new PublicationText(session).show(plan);
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

  private int withdraw(Facade home, String named, String why) {
    Snapshot snapshot = home.snapshots().show(named);
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
