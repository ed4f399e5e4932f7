package org.hevelius.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.drill.Drill.Scenario;
import org.hevelius.core.usecase.DrillView;
import org.hevelius.core.usecase.Drills;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "restore into a scratch directory, compare every byte, and remove it",
      "",
      "All of the newest snapshot unless said otherwise. Ends with 0 when all came back as it was"
          + " captured and in time, with 6 when something didn't, and with 10 when it could not be"
          + " tried. The check is a program with its arguments; it finds what was restored in the"
          + " directory HEVELIUS_DRILL_DIR, and fails by another exit code than 0. Without one"
          + " that of the policy is run."
    },
    footer = {
      "",
      "hevelius drill run cosmos7/raw --files 100",
      "hevelius drill run cosmos7/raw --scenario lost-host",
      "hevelius drill run cosmos7/raw --scenario lost-keys --key-file /media/safe/recovery",
      "hevelius drill run cosmos7/raw --at cosmos7/raw@12 --path calib -- python verify.py"
    })
final class DrillRunVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "DATASET", description = "the dataset")
  String dataset = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "-- CHECK",
      description = "a program that looks at what was restored, and its arguments")
  List<String> check = List.of();

  @Option(names = "--at", paramLabel = "REF", description = "another snapshot than the newest")
  @Nullable String at;

  @Option(
      names = "--scenario",
      paramLabel = "WORD",
      description =
          "lost-file, lost-directory, whole, lost-host (the catalog is rebuilt first) or lost-keys"
              + " (other passwords open the repository)")
  @Nullable String scenario;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "a password that must open the repository, for lost-keys; may be repeated")
  List<Path> keyFiles = List.of();

  @Option(names = "--files", paramLabel = "N", description = "only so many files, at random")
  int files;

  @Option(names = "--seed", paramLabel = "N", description = "draw the same again")
  @Nullable Long seed;

  @Option(names = "--all", description = "all of the snapshot, as is usual")
  boolean all;

  @Option(names = "--path", paramLabel = "PATH", description = "only this; may be repeated")
  List<String> paths = List.of();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "below this empty or new directory (else below HEVELIUS_DRILLS, or /var/tmp)")
  @Nullable Path into;

  @Option(names = "--keep", description = "leave what was restored there, and say where")
  boolean keep;

  DrillRunVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Path directory = into;
    Drills.Request request =
        new Drills.Request(
            dataset,
            at == null || at.contains("@") ? at : dataset + "@" + at,
            scenario(),
            files,
            seed,
            paths,
            directory == null
                ? null
                : session.workingDirectory().resolve(directory).normalize().toString(),
            check,
            keep,
            keyFiles.stream()
                .map(file -> session.workingDirectory().resolve(file).normalize().toString())
                .toList());
    DrillView drill =
        session.withFacade(
            home -> {
              try (Interruption interruption = session.interruption()) {
                return home.drills().run(request, session.phases(), interruption);
              }
            });
    session.result(drill, () -> DrillText.print(session, drill, keep));
    return (drill.passed() ? ExitCode.DONE : ExitCode.DAMAGED).number();
  }

  private Scenario scenario() {
    if (all && (files > 0 || !paths.isEmpty() || scenario != null)) {
      throw new HeveliusException(
          Category.INVALID,
          "--all excludes --files, --path and --scenario",
          "nothing was restored");
    }
    if (scenario == null) {
      return files > 0 ? Scenario.FILES : paths.isEmpty() ? Scenario.WHOLE : Scenario.PATHS;
    }
    List<Scenario> known =
        List.of(
            Scenario.LOST_FILE,
            Scenario.LOST_DIRECTORY,
            Scenario.WHOLE,
            Scenario.LOST_HOST,
            Scenario.LOST_KEYS);
    return known.stream()
        .filter(one -> word(one).equals(scenario))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    "there is no scenario \"" + scenario + "\"",
                    "there are: "
                        + String.join(", ", known.stream().map(DrillRunVerb::word).toList())));
  }

  private static String word(Scenario one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
