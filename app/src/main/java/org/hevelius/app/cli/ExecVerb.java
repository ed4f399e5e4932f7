package org.hevelius.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Experiments;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "exec",
    description = {
      "run a command between two snapshots",
      "",
      "A snapshot is taken, the command is run, and when it has ended well a second snapshot keeps"
          + " its results; tags link the two. The command stands behind -- and is not given to a"
          + " shell. When it fails there is no second snapshot, and you are told how to look at"
          + " what it did and how to get back. When the first snapshot can't be taken, or is not"
          + " complete, the command is not run.",
      "",
      "--name NAME names them NAME-before and NAME-after; --milestone belongs to the results; all"
          + " other options hold for both."
    },
    footer = {
      "",
      "hevelius exec cosmos7/raw \"Recalibrate Mars\" --name mars -- python recalibrate.py --all",
      "With a shell: hevelius exec \"Clean up\" -- sh -c 'rm -f *.tmp && make'",
      "",
      "Standard input and output belong to the command; what Hevelius says, with --json too, goes"
          + " to the standard error, where the document is the last line.",
      "The exit code is the command's; 126 and 127 say that it could not be started. Exit code 1"
          + " of a command that ended well says that some results could not be read."
    })
final class ExecVerb implements Callable<Integer> {
  /**
   * What {@code --json} prints.
   *
   * @param program the program that was to be run, without its arguments
   * @param exitCode that of the command, or 126 or 127 when it could not be started
   * @param durationMillis how long the command ran
   * @param before the snapshot before it; null when the command could not be found
   * @param after the snapshot of its results; null when it failed
   * @param problem what went wrong, or null
   * @param notes what could not be recorded as wished
   */
  record Document(
      String program,
      int exitCode,
      long durationMillis,
      @Nullable SnapshotView before,
      @Nullable SnapshotView after,
      @Nullable String problem,
      List<String> notes) {}

  /** The two snapshots and what was run between them. */
  private record Ran(Snapshot before, ForegroundProgram.End end, Duration time) {}

  private final Session session;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "[DATASET] DESCRIPTION -- COMMAND",
      arity = "1..*",
      hideParamSyntax = true,
      description = "the dataset, in quotes what the command is for, and the command")
  List<String> words = List.of();

  @Mixin SnapshotOptions options = new SnapshotOptions();

  ExecVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    int dashes = all.indexOf("--");
    List<String> command = dashes < 0 ? List.of() : all.subList(dashes + 1, all.size());
    List<String> named = words.subList(0, words.size() - command.size());
    if (command.isEmpty() || named.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          command.isEmpty() ? "the command is missing" : "the description is missing",
          "hevelius exec [DATASET] \"what it is for\" -- COMMAND [ARGUMENTS]");
    }
    DatasetWords what = new DatasetWords("exec", named);
    ForegroundProgram program = new ForegroundProgram(command, session);
    ForegroundProgram.End missing = program.missing();
    if (missing != null) {
      String problem = missing.problem() + "; nothing was run and no snapshot was taken";
      tell(
          new Document(program.name(), missing.exitCode(), 0, null, null, problem, List.of()),
          List.of("error: " + problem));
      return missing.exitCode();
    }
    try (Interruption interruption = session.interruption()) {
      return run(what, program, interruption);
    }
  }

  private int run(DatasetWords what, ForegroundProgram program, Interruption interruption) {
    Creation.Request[] request = new Creation.Request[1];
    Creation.Result before =
        session.withHome(
            home -> {
              request[0] =
                  home.experiments()
                      .exact(
                          options.request(
                              what.dataset(home, session), what.description(), session.times()));
              return home.experiments().before(request[0], session.phases(), interruption);
            });
    if (!session.json()) {
      session.console().error(summary("before the command", before));
    }
    Instant started = session.clock().instant();
    ForegroundProgram.End end = program.run(interruption);
    Duration time = Duration.between(started, session.clock().instant());
    Ran ran = new Ran(before.snapshot(), end, time);
    return end.succeeded()
        ? succeeded(request[0], program, ran, interruption)
        : failed(program, ran);
  }

  private int succeeded(
      Creation.Request request, ForegroundProgram program, Ran ran, Interruption interruption) {
    Experiments.After after;
    try {
      after =
          session.withHome(
              home ->
                  home.experiments()
                      .after(
                          request, ran.before(), program.name(), session.phases(), interruption));
    } catch (HeveliusException e) {
      // At once, while Ctrl-C still waits for it: the process may end with the interruption.
      return new Failures(session).report(noSecond(e, request, ran.before()));
    }
    Creation.Result result = after.result();
    Snapshot before = after.before();
    Snapshot snapshot = result.snapshot();
    int code = (result.losses() == 0 ? ExitCode.DONE : ExitCode.DIFFERENT).number();
    if (session.json()) {
      tell(document(program, ran, SnapshotView.of(before), SnapshotView.of(snapshot), after));
      return code;
    }
    Console console = session.console();
    console.error(summary("after the command", result));
    SnapshotText.losses(result, text -> text).forEach(console::error);
    after.notes().forEach(note -> console.error("note: " + Text.printable(note)));
    if (!session.quiet()) {
      console.error(
          "What it changed: hevelius diff " + before.reference() + " " + snapshot.reference());
    }
    return code;
  }

  private static Document document(
      ForegroundProgram program,
      Ran ran,
      SnapshotView before,
      SnapshotView after,
      Experiments.After taken) {
    return new Document(
        program.name(), 0, ran.time().toMillis(), before, after, null, taken.notes());
  }

  /** Not the command's fault: the results are there, only no snapshot of them. */
  private static HeveliusException noSecond(
      HeveliusException e, Creation.Request request, Snapshot before) {
    List<String> advice = new ArrayList<>(e.advice());
    advice.add(
        "the data are as the command has left them; before it they were as in "
            + before.reference());
    advice.add(
        "to take the snapshot: hevelius create %s \"%s\""
            .formatted(before.dataset(), request.description().replace("\"", "\\\"")));
    return new HeveliusException(
        e.category(),
        "the command ended well, but there is no snapshot of its results: " + e.getMessage(),
        advice,
        e);
  }

  private int failed(ForegroundProgram program, Ran ran) {
    ForegroundProgram.End end = ran.end();
    String reference = ran.before().reference();
    List<String> notes = List.of();
    try {
      session.withHome(
          (Hevelius home) -> {
            home.experiments().failed(ran.before(), program.name(), end.audited());
            return true;
          });
    } catch (HeveliusException e) {
      notes = List.of("it could not be recorded in the audit trail: " + e.getMessage());
    }
    String problem = end.problem();
    List<String> lines = new ArrayList<>();
    lines.add(
        "error: "
            + problem
            + (end.started() ? " after " + Humans.duration(ran.time()) : "")
            + "; there is no second snapshot");
    lines.add("  before it the data were as in " + reference);
    if (end.started()) {
      lines.add("  what it changed:  hevelius diff " + reference + " live");
      lines.add(
          "  to get it back:   hevelius restore "
              + reference
              + " --in-place   (--delete also removes what is new)");
    }
    notes.forEach(note -> lines.add("note: " + note));
    tell(
        new Document(
            program.name(),
            end.exitCode(),
            ran.time().toMillis(),
            SnapshotView.of(ran.before()),
            null,
            problem,
            notes),
        lines);
    return end.exitCode();
  }

  private static String summary(String when, Creation.Result result) {
    Snapshot snapshot = result.snapshot();
    String name = snapshot.shortName() == null ? "" : "  " + snapshot.shortName();
    return "Snapshot %s %s%s\n  %s"
        .formatted(snapshot.reference(), when, name, SnapshotText.taken(result));
  }

  private void tell(Document document, List<String> lines) {
    if (session.json()) {
      tell(document);
    } else {
      lines.forEach(line -> session.console().error(Text.printable(line)));
    }
  }

  private void tell(Document document) {
    session.console().error(JsonOutput.line(document).stripTrailing());
  }
}
