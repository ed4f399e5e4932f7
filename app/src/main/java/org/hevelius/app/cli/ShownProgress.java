package org.hevelius.app.cli;

import java.time.Duration;
import java.util.function.Supplier;
import org.hevelius.core.provider.Progress.Phase;
import org.hevelius.core.provider.Progress.State;

/** Shows the phases of a use case: asks each for its state now and then, and draws it. */
final class ShownProgress implements org.hevelius.core.provider.Progress {
  private static final Duration EVERY = Duration.ofMillis(200);

  private final Session session;

  ShownProgress(Session session) {
    this.session = session;
  }

  @Override
  public boolean wantsTotals() {
    return session.drawsProgress();
  }

  @Override
  public Phase begin(String phase, Supplier<State> state) {
    boolean bytes = state.get().totalBytes() > 0 || state.get().totalFiles() == 0;
    Progress progress = session.progress(bytes ? Progress.Unit.BYTES : Progress.Unit.ITEMS);
    Thread drawer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (true) {
                      Thread.sleep(EVERY);
                      State now = state.get();
                      String name = now.current() == null ? phase : now.current();
                      if (bytes) {
                        progress.update(now.bytes(), now.totalBytes(), name);
                      } else {
                        progress.update(now.files(), now.totalFiles(), name);
                      }
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    return () -> {
      drawer.interrupt();
      progress.close();
    };
  }
}
