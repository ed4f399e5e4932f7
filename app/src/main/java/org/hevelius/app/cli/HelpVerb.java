package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "help", description = "explain the program or one verb")
final class HelpVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "VERB", arity = "0..*", description = "the verb, such as: dataset add")
  List<String> words = List.of();

  HelpVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    CommandLine command = session.program().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new HeveliusException(
            Category.NOT_FOUND, "there is no verb \"" + word + "\"", "all verbs: hevelius help");
      }
      command = next;
    }
    command.usage(session.console().writer());
  }
}
