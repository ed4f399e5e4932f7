package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.Batch;

/** What verbs that do the same to several datasets or snapshots print, and how they end. */
final class BatchText {
  private BatchText() {}

  /** Prints why one of them failed. */
  static void failure(Session session, Batch.Item<?> item) {
    Batch.Failure error = item.error();
    if (error == null) {
      return;
    }
    Console console = session.console();
    console.line(
        console.bold(Text.printable(item.name()))
            + "  "
            + console.red(error.category().equals("refused") ? "refused: " : "failed: ")
            + Text.printable(error.message()));
    error
        .advice()
        .forEach(
            advice -> advice.lines().forEach(line -> console.line("  " + Text.printable(line))));
  }

  /** Prints what wasn't begun, and how many failed. */
  static void end(Session session, Batch<?> batch, String verb, String one, String many) {
    Console console = session.console();
    if (!batch.notBegun().isEmpty()) {
      console.line(
          console.yellow("Stopped; not begun: ")
              + Text.printable(String.join(" ", batch.notBegun())));
    }
    int failed = batch.failed().size();
    int all = batch.items().size() + batch.notBegun().size();
    console.line(
        "%s: %s %s%s%s"
            .formatted(
                Humans.count(all, one, many),
                Humans.count(batch.items().size() - failed),
                verb,
                failed == 0 ? "" : ", " + Humans.count(failed) + " failed",
                batch.notBegun().isEmpty()
                    ? ""
                    : ", " + Humans.count(batch.notBegun().size()) + " not begun"));
  }

  /**
   * How it ends: 1 says that a part could not be done; where nothing could, the code is that of the
   * first failure.
   *
   * @param differences whether something of what was done isn't as it should be
   */
  static int code(Batch<?> batch, boolean differences) {
    List<? extends Batch.Item<?>> failed = batch.failed();
    if (!batch.notBegun().isEmpty() || failed.stream().anyMatch(Batch.Item::wasCanceled)) {
      return ExitCode.INTERRUPTED.number();
    }
    if (failed.isEmpty()) {
      return (differences ? ExitCode.DIFFERENT : ExitCode.DONE).number();
    }
    Batch.Failure first = failed.getFirst().error();
    return (failed.size() < batch.items().size() || first == null
            ? ExitCode.DIFFERENT
            : first.kind().map(ExitCode::of).orElse(ExitCode.INTERNAL))
        .number();
  }
}
