package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.runner.Chore;
import org.jspecify.annotations.Nullable;

/** Runs the hooks that a process which has died still owes. */
final class HookCare implements Chore {
  private static final Duration LOOKED = Duration.ofSeconds(10);

  private final Automation.Parts parts;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private @Nullable Instant looked;

  HookCare(Automation.Parts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "hooks";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    Instant last = looked;
    if (last != null && !now.isBefore(last) && now.isBefore(last.plus(LOOKED))) {
      return;
    }
    looked = now;
    for (String dataset : new OwedHooks(parts.context()).datasets()) {
      if (busy.add(dataset)) {
        try {
          parts.workers().execute(() -> settle(dataset));
        } catch (RejectedExecutionException e) {
          // The program ends; the next one finds them.
          busy.remove(dataset);
        }
      }
    }
  }

  private void settle(String dataset) {
    try {
      new OwedHooks(parts.context())
          .settle(dataset)
          .filter(settled -> settled.count() > 0)
          .ifPresent(settled -> tell(dataset, settled));
    } catch (RuntimeException e) {
      parts.log().once("%s: hooks that are still to be run: %s".formatted(dataset, e));
    } finally {
      busy.remove(dataset);
    }
  }

  private void tell(String dataset, OwedHooks.Settled settled) {
    String what =
        "%s: %d after-%s of an interrupted snapshot %s run"
            .formatted(
                dataset,
                settled.count(),
                settled.count() == 1 ? "hook" : "hooks",
                settled.count() == 1 ? "was" : "were");
    parts.log().line(what);
    if (!settled.failures().isEmpty()) {
      parts
          .alerts()
          .raise(
              new Alert(
                  Alert.Kind.RUN_FAILED,
                  dataset,
                  "",
                  parts.context().clock().instant(),
                  what + ", and failed",
                  List.copyOf(settled.failures())));
    }
  }
}
