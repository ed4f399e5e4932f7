package org.hevelius.app.cli;

import java.util.function.Supplier;
import org.hevelius.core.provider.Progress;

/** Says once for each phase that it runs, before it shows how far it is. */
final class Indexing implements Progress {
  private final Session session;
  private String said = "";

  Indexing(Session session) {
    this.session = session;
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
