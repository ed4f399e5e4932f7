package org.hevelius.app.cli;

import java.util.List;
import java.util.function.Supplier;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Facade;

/** Says once for each phase that it runs, before it shows how far it is. */
final class Indexing implements Progress {
  private final Session session;
  private String said = "";

  Indexing(Session session) {
    this.session = session;
  }

  /** Says which versions couldn't be searched, once, when all is found. */
  static void tellSkipped(Session session, Facade.FindUses finds) {
    List<String> skipped = finds.skipped();
    if (!skipped.isEmpty()) {
      session
          .console()
          .error(
              "note: %s gone from storage, and what only %s had isn't found; all of that kind:"
                      .formatted(
                          String.join(", ", skipped) + (skipped.size() == 1 ? " is" : " are"),
                          skipped.size() == 1 ? "it" : "they")
                  + " hevelius check");
    }
  }

  @Override
  public synchronized Phase begin(String phase, Supplier<State> state) {
    if (!phase.equals(said) && !session.quiet() && !session.json()) {
      session.console().error("note: " + Text.printable(phase) + " ...");
    }
    said = phase;
    return session.phases().begin(phase, state);
  }
}
