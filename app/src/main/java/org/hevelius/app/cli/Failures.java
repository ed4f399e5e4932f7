package org.hevelius.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, what is safe and what to do next, and picks the exit code. */
final class Failures {
  /** What {@code --json} shows of a failure. */
  record Document(Problem error) {}

  /**
   * A failure.
   *
   * @param category the kind, in lower case
   * @param exitCode the code that the process ends with
   */
  record Problem(String category, int exitCode, String message, List<String> advice) {}

  private final Session session;

  Failures(Session session) {
    this.session = session;
  }

  /** Reports a failure of a verb. */
  int report(Throwable failure) {
    if (failure instanceof HeveliusException known) {
      String lead = known.category() == Category.REFUSED ? "refused: " : "error: ";
      print(
          lead,
          new Problem(
              name(known.category().name()),
              ExitCode.of(known.category()).number(),
              known.getMessage() == null ? known.category().name() : known.getMessage(),
              known.advice()));
      if (session.verbose()) {
        trace(failure);
      }
      return ExitCode.of(known.category()).number();
    }
    if (isOutOfMemory(failure)) {
      long most = Runtime.getRuntime().maxMemory() >> 20;
      print(
          "error: ",
          new Problem(
              name(ExitCode.INTERNAL.name()),
              ExitCode.INTERNAL.number(),
              "the memory that Hevelius may use, " + most + " MiB, is not enough",
              List.of(
                  "all earlier snapshots are intact; a repository of many millions of blobs needs"
                      + " about 60 bytes for each: give it more and try again, with the variable"
                      + " HEVELIUS_JAVA_OPTS=-Xmx"
                      + Math.max(1, 2 * most / 1024)
                      + "g")));
      return ExitCode.INTERNAL.number();
    }
    print(
        "error: ",
        new Problem(
            name(ExitCode.INTERNAL.name()),
            ExitCode.INTERNAL.number(),
            "a fault in Hevelius itself: " + failure,
            List.of(
                "all earlier snapshots are intact; please report this with the lines below, and run"
                    + " `hevelius check` if you are unsure")));
    trace(failure);
    return ExitCode.INTERNAL.number();
  }

  private static boolean isOutOfMemory(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** Reports a command line that can't be understood. */
  int usage(ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    String message = decapitalized(String.valueOf(failure.getMessage()));
    List<String> advice = new ArrayList<>();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      boolean verb = !first.startsWith("-") && failure.getCommandLine().getSubcommands().size() > 0;
      message =
          verb
              ? "there is no verb \"" + first + "\""
              : first.startsWith("-")
                  ? command + " has no option " + first
                  : command + " takes no more arguments, but was given \"" + first + "\"";
      unmatched.getSuggestions().stream()
          .limit(3)
          .map(suggestion -> "did you mean  " + (verb ? command + " " : "") + suggestion)
          .forEach(advice::add);
    }
    advice.add("see: " + command + " --help");
    print(
        "error: ",
        new Problem(name(Category.INVALID.name()), ExitCode.USAGE.number(), message, advice));
    return ExitCode.USAGE.number();
  }

  private void print(String lead, Problem problem) {
    Console console = session.console();
    console.flush();
    if (session.json()) {
      console.error(JsonOutput.document(new Document(problem)).stripTrailing());
      return;
    }
    console.error(console.red(lead) + Text.printable(problem.message()));
    for (String advice : problem.advice()) {
      for (String line : advice.split("\n", -1)) {
        console.error("  " + Text.printable(line));
      }
    }
  }

  private void trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    session.console().error(text.toString().stripTrailing());
  }

  private static String name(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }

  private static String decapitalized(String message) {
    return message.length() > 1 && Character.isLowerCase(message.charAt(1))
        ? Character.toLowerCase(message.charAt(0)) + message.substring(1)
        : message;
  }
}
