package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.core.provider.Repositories.CheckReport;
import org.hevelius.core.provider.Repositories.Finding;
import org.hevelius.core.usecase.Care;
import org.hevelius.core.usecase.NativeCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "look whether everything that is stored is there and sound",
      "",
      "Checks the structure of the repositories, that every snapshot of the catalog is in them or"
          + " in the storage that took it, the catalog itself and the audit trail. With --read-data"
          + " the data of repositories is read and verified too, which takes as long as reading all"
          + " of it. Ends with 6 when something is damaged or gone, and with 1 when a storage"
          + " couldn't be asked."
    },
    footer = {
      "",
      "Every day, fast:                 hevelius check",
      "Every byte:                      hevelius check --read-data",
      "A random twentieth:              hevelius check --read-data=5",
      "All in a week, a part each day:  hevelius check --part 1/7"
    })
final class CheckVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REPOSITORY",
      arity = "0..1",
      description = "one repository; else all of this home")
  @Nullable String repository;

  @Option(
      names = "--read-data",
      paramLabel = "PERCENT",
      arity = "0..1",
      fallbackValue = "100",
      description = "read and verify the data too: all of it, or a random share such as =5")
  @Nullable String readData;

  @Option(
      names = "--part",
      paramLabel = "n/m",
      description = "read and verify the n-th of m parts of the data, such as 1/7")
  @Nullable String part;

  CheckVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (readData != null && repository == null && !readData.matches("[0-9.,+-]+%?")) {
      // What stands behind --read-data with a space between is the repository unless it's a number.
      repository = readData;
      readData = "100";
    }
    double percent = percent();
    Care.Checkup checkup =
        session.withFacade(
            hevelius -> {
              try (Interruption interruption = session.interruption()) {
                return hevelius
                    .care()
                    .checkup(repository, percent, part, session.phases(), interruption);
              }
            });
    session.result(checkup, () -> tell(checkup, percent > 0 || part != null));
    ExitCode sound = checkup.natives().unasked().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
    return (checkup.sound() ? sound : ExitCode.DAMAGED).number();
  }

  private double percent() {
    if (readData == null) {
      return 0;
    }
    if (part != null) {
      throw new HeveliusException(
          Category.INVALID,
          "--read-data and --part exclude each other",
          "--part reads the data of its part already");
    }
    try {
      String number =
          readData.endsWith("%") ? readData.substring(0, readData.length() - 1) : readData;
      double percent = Double.parseDouble(number);
      if (percent > 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new HeveliusException(
        Category.INVALID,
        "--read-data takes a share above 0 and up to 100 percent, not \"" + readData + "\"",
        "nothing was checked; for all data write --read-data alone",
        "a repository stands in front of it: hevelius check REPOSITORY --read-data");
  }

  private void tell(Care.Checkup checkup, boolean read) {
    Console console = session.console();
    checkup.repositories().forEach(result -> tell(result, read));
    tell(checkup.natives());
    console.line(
        checkup.catalog().isEmpty()
            ? "Catalog: sound"
            : console.red("Catalog: damaged") + "; to bring it back: hevelius catalog rebuild");
    checkup.catalog().forEach(problem -> console.line("  " + Text.printable(problem)));
    tell(console, checkup.trail());
    if (checkup.sound()) {
      long warnings =
          checkup.repositories().stream()
              .flatMap(result -> result.report().findings().stream())
              .filter(finding -> finding.severity().equals("WARNING"))
              .count();
      console.line(
          console.green(
                  checkup.natives().unasked().isEmpty()
                      ? "No errors were found."
                      : "No errors were found in what could be looked at.")
              + (warnings == 0
                  ? ""
                  : " There "
                      + (warnings == 1 ? "is " : "are ")
                      + Humans.count(warnings, "warning", "warnings")
                      + " above."));
    } else {
      console.line(
          console.red("Errors were found.")
              + " Nothing was changed; what is not named above is sound as far as it was checked.");
    }
  }

  private void tell(NativeCheck natives) {
    if (natives.snapshots() == 0) {
      return;
    }
    Console console = session.console();
    console.line(
        "Kept by storage itself: "
            + Humans.count(natives.snapshots(), "snapshot", "snapshots")
            + " looked for; their content isn't read");
    for (String reference : natives.missing()) {
      console.line(
          "  "
              + console.red("error: ")
              + Text.printable(reference)
              + " is in the catalog, but its storage has it no more");
      console.line("    to have the catalog forget it: hevelius delete " + Text.word(reference));
    }
    for (String silent : natives.unasked()) {
      console.line("  " + console.yellow("not looked at: ") + Text.printable(silent));
    }
  }

  /** What the audit trail says of itself, in lines. */
  static void tell(Console console, Care.TrailCheck trail) {
    List<AuditFinding> findings = trail.findings();
    console.line(
        findings.isEmpty()
            ? "Audit trail: %s, the chain holds"
                .formatted(Humans.count(trail.entries(), "entry", "entries"))
            : console.red("Audit trail: the chain is broken"));
    findings.stream()
        .limit(20)
        .forEach(finding -> console.line("  " + Text.printable(finding.text())));
    if (findings.size() > 20) {
      console.line("  and " + Humans.count(findings.size() - 20) + " more");
    }
  }

  private void tell(Care.CheckResult result, boolean read) {
    Console console = session.console();
    CheckReport report = result.report();
    console.line(
        Text.printable(
            "Repository %s: %s, %s, %s; %s"
                .formatted(
                    result.repository(),
                    Humans.count(report.snapshots(), "snapshot", "snapshots"),
                    Humans.count(report.trees(), "tree", "trees"),
                    Humans.count(report.packs(), "pack", "packs"),
                    read
                        ? "data of %s packs read, %s"
                            .formatted(
                                Humans.count(report.packsRead()), Humans.bytes(report.bytesRead()))
                        : "data not read (--read-data does)")));
    for (Finding finding : report.findings()) {
      String lead = finding.severity().toLowerCase(java.util.Locale.ROOT) + ": ";
      console.line(
          "  "
              + (finding.severity().equals("ERROR") ? console.red(lead) : console.yellow(lead))
              + Text.printable(finding.sentence()));
      if (!finding.remedy().isEmpty()) {
        console.line("    " + Text.printable(finding.remedy()));
      }
    }
    for (String reference : result.missing()) {
      console.line(
          "  "
              + console.red("error: ")
              + Text.printable(reference)
              + " is in the catalog, but not in the repository");
    }
    if (!result.missing().isEmpty()) {
      console.line("    to have the catalog list only what is there: hevelius catalog rebuild");
    }
  }
}
