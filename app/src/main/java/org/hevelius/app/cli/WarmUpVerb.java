package org.hevelius.app.cli;

import java.util.List;
import picocli.CommandLine.Command;

/**
 * What the start-up cache is made from: the launcher runs it once, and the classes that it has
 * loaded start faster ever after. Prints what the verbs print; the launcher drops it.
 */
@Command(name = "warm-up", hidden = true, description = "load what most verbs need")
final class WarmUpVerb implements Runnable {
  private static final List<List<String>> LINES =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("help", "help"),
          List.of("no-such-verb"));

  private final Session session;

  WarmUpVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    for (List<String> line : LINES) {
      session.program().run(line.toArray(String[]::new));
    }
    session.console().raw(JsonOutput.document(LINES));
  }
}
