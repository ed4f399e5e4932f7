package org.hevelius.server.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.policy.RecoveryCommand;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.runner.Lease;
import org.hevelius.core.runner.LeaseHolder;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.TakenBy;

/** What a catalog has on record after something went wrong. */
final class CatalogScenes {
  private CatalogScenes() {}

  /** Something was due for {@code cosmos7/raw} and was missed; gives its number. */
  static long missedJob(Catalog catalog) {
    Instant time = Instant.parse("2026-03-01T02:00:00Z");
    Run run =
        new Run(
            0,
            Run.Kind.SNAPSHOT,
            "cosmos7/raw",
            List.of(new TakenBy("cosmos7", "nightly")),
            time,
            1,
            "mars/1/a",
            time,
            null,
            time,
            Run.State.MISSED,
            null,
            "not begun in time");
    return catalog.runs().enter(List.of(run), List.of()).getFirst().id();
  }

  /** A recovery of {@code cosmos7/raw} was interrupted; gives its number. */
  static long interruptedRecovery(Catalog catalog) {
    Instant time = Instant.parse("2026-03-01T02:00:00Z");
    LeaseHolder fence = new LeaseHolder("recover/cosmos7/raw", "a");
    catalog.leases().acquire(new Lease(fence.lease(), fence.holder(), time.plusSeconds(30)), time);
    Recovery draft =
        new Recovery(
            0,
            DatasetName.of("cosmos7/raw"),
            "cosmos7/raw@1",
            time.minusSeconds(60),
            "7f3a",
            "maya",
            "mars",
            Recovery.State.RUNNING,
            null,
            time,
            null,
            "",
            List.of(
                RecoveryStep.waiting(
                        0,
                        false,
                        RecoveryStep.Kind.STOP,
                        "a.service",
                        "",
                        RecoveryCommand.of("systemctl", "stop", "a.service"))
                    .begun(time)));
    AuditEvent event =
        new AuditEvent(
            time, "maya", "mars", "recover begins", "cosmos7/raw@1", AuditEvent.Outcome.OK, "");
    return catalog.recoveries().begin(draft, fence, event).id();
  }

  /** Something is wrong with {@code cosmos7/raw}; gives the number of the alert. */
  static long raisedAlert(Catalog catalog) {
    Instant time = Instant.parse("2026-11-21T10:00:00Z");
    Alert alert =
        new Alert(Alert.Kind.RUN_FAILED, "cosmos7/raw", "7", time, "it failed", List.of("why"));
    catalog.notifications().apply(List.of(new NotificationStore.Raise(alert, time)));
    return catalog.notifications().newest(false, 1).getFirst().id();
  }

  /** From now on the catalog's file is none. */
  static void breakIt(Catalog catalog, Path root) {
    catalog.close();
    try {
      Files.deleteIfExists(root.resolve("catalog.db-wal"));
      Files.deleteIfExists(root.resolve("catalog.db-shm"));
      Files.writeString(root.resolve("catalog.db"), "nothing that SQLite knows ".repeat(400));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
