package org.hevelius.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.usecase.Care;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "catalog",
    description = {
      "describe the catalog, bring it back from storage, or move it",
      "",
      "The catalog is the searchable record of datasets and snapshots. All of that also stands"
          + " beside the data in the repositories, so a lost catalog loses no snapshot. Users and"
          + " tokens of the service stand in the catalog alone."
    },
    subcommands = {CatalogVerb.Describe.class, CatalogVerb.Rebuild.class, CatalogMoveVerb.class},
    footer = {"", "hevelius catalog info", "hevelius catalog rebuild"})
final class CatalogVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("catalog", "info", "rebuild", "move");
  }

  @Command(
      name = "info",
      description = "show what the catalog has, and whether it is sound",
      footer = {"", "hevelius catalog info"})
  static final class Describe implements Callable<Integer> {
    private final Session session;

    Describe(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Care.CatalogInfo info = session.withHome(h -> h.care().catalogInfo());
      session.result(info, () -> tell(info));
      return (info.problems().isEmpty() ? ExitCode.DONE : ExitCode.DAMAGED).number();
    }

    private void tell(Care.CatalogInfo info) {
      Console console = session.console();
      Care.Usage usage = info.usage();
      console.line(
          "Catalog of %s: %s, %s"
              .formatted(
                  Text.printable(session.home().toString()),
                  Humans.count(info.datasets(), "dataset", "datasets"),
                  Humans.count(usage.snapshots(), "snapshot", "snapshots")));
      console.line(
          "  data      %s in all versions, held in %s"
              .formatted(Humans.bytes(usage.content()), Humans.bytes(usage.stored())));
      if (!info.home().isEmpty()) {
        console.line("  home      " + info.home());
      }
      console.line("  audit     " + Humans.count(info.auditEntries(), "entry", "entries"));
      console.line("  state     " + (info.problems().isEmpty() ? "sound" : "damaged:"));
      info.problems().forEach(problem -> console.line("    " + Text.printable(problem)));
      if (!info.problems().isEmpty()) {
        session.hint("To bring it back from storage: hevelius catalog rebuild");
      }
    }
  }

  /**
   * What a rebuild did.
   *
   * @param aside where the damaged catalog lies now; null when there was none
   */
  record Rebuilt(RebuildReport report, @Nullable Path aside) {}

  @Command(
      name = "rebuild",
      description = {
        "bring the catalog back from what is in storage",
        "",
        "Reads the definition of every dataset and snapshot from the manifests that stand beside"
            + " the data. Versions, names, tags, holds and marks come back as they were. A catalog"
            + " that can be read keeps its audit trail and operations; a damaged one is moved"
            + " aside, never deleted. Storage is only read. It may be run again at any time."
      },
      footer = {
        "",
        "After the loss of catalog.db:  hevelius catalog rebuild",
        "Then look:                     hevelius list; hevelius check"
      })
  static final class Rebuild implements Runnable {
    private final Session session;

    @Option(
        names = "--home-id",
        paramLabel = "ID",
        description = {
          "from now on this home is the one with this id: for a home that stands in for one that is"
              + " lost, so that its versions in storage that snapshots by itself are taken over;"
              + " 'new' gives it an id of its own, as for a copy of a home that is still used"
        })
    @Nullable String homeId;

    Rebuild(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      Homes.Opened opened = session.homes().openToRebuild(session.home(), checked(homeId));
      RebuildReport report;
      try (Hevelius hevelius = opened.hevelius()) {
        report = hevelius.care().rebuildCatalog();
      }
      session.result(new Rebuilt(report, opened.aside()), () -> tell(report, opened.aside()));
    }

    private static @Nullable String checked(@Nullable String id) {
      if (id != null && !id.equals(Homes.NEW_ID) && !id.matches("[0-9a-f]{32}")) {
        throw new HeveliusException(
            HeveliusException.Category.INVALID,
            "\"" + id + "\" is no id of a home",
            "nothing was changed; write the 32 digits that catalog info or a rebuild told, or:"
                + " new");
      }
      return id;
    }

    private void tell(RebuildReport report, @Nullable Path aside) {
      Console console = session.console();
      if (aside != null) {
        console.line("The damaged catalog was moved aside: " + Text.printable(aside.toString()));
      }
      console.line(
          "Rebuilt the catalog: %s, %s read back from storage."
              .formatted(
                  Humans.count(report.datasets(), "dataset", "datasets"),
                  Humans.count(report.snapshots(), "snapshot", "snapshots")));
      report
          .findings()
          .forEach(finding -> console.line("  note: " + Text.printable(finding.text())));
      report.findings().stream()
          .flatMap(
              finding ->
                  finding instanceof RebuildReport.OfAnotherHome other && !other.home().isEmpty()
                      ? Stream.of(other.home())
                      : Stream.empty())
          .findFirst()
          .ifPresent(
              id ->
                  session.hint(
                      "If that home is lost and this one stands in for it: hevelius catalog rebuild"
                          + " --home-id "
                          + id));
      session.hint("Look at it: hevelius list        Check storage: hevelius check");
    }
  }
}
