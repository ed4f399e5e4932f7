package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.SnapshotProvider.Presence;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disks that aren't mounted, under schedules and retention. */
class EmptiedTest {
  private static final String POLICY =
      """
      policies:
        - {name: p, scopes: ["**"], schedules: {nightly: {at: "02:00", keep: 3d}}}
      """;

  private final RunnerHome home = new RunnerHome("2026-03-01T12:00:00Z");
  private final Runner node = home.node("a");

  @BeforeEach
  void fill() {
    home.dataset("raw").apply(POLICY);
    home.storage.files = 5000;
    home.until("2026-03-05T12:00:00Z", Duration.ofHours(1), time -> home.at(time, node));
    assertThat(home.snapshots("raw")).hasSize(3);
  }

  @Test
  void anEmptyMountpointIsNotTakenForAnEmptyVersion() {
    home.storage.files = 0;
    home.at("2026-03-06T02:00:00Z", node);
    assertThat(home.runs("raw")).last().isEqualTo("2026-03-06T02:00:00Z FAILED");
    assertThat(home.rows("raw").getLast().detail())
        .contains("dir:/raw is empty, and raw@4 has 5000 files of it");
    assertThat(home.told("raw")).endsWith(Alert.Kind.RUN_FAILED);
    assertThat(home.storage.catalog.highestVersion(home.snapshots("raw").getFirst().dataset()))
        .isEqualTo(4);
    home.storage.files = 5000;
    home.at("2026-03-07T02:00:00Z", node);
    assertThat(home.runs("raw")).last().isEqualTo("2026-03-07T02:00:00Z SUCCEEDED");
  }

  @Test
  void nothingIsForgottenByItselfWhileASourceIsAway() {
    for (Presence away : new Presence[] {Presence.EMPTY, Presence.MISSING}) {
      home.storage.presence = away;
      home.storage.files = 0;
      home.until(
          home.clock.instant().plus(Duration.ofDays(20)).toString(),
          Duration.ofHours(6),
          time -> home.at(time, node));
      assertThat(home.snapshots("raw")).as("%s", away).hasSize(3);
      Run last =
          home.storage
              .catalog
              .runs()
              .page(RunStore.Query.of("raw", Run.Kind.RETENTION, 1))
              .getFirst();
      assertThat(last.state()).isEqualTo(Run.State.FAILED);
      assertThat(last.detail()).contains("nothing is forgotten by itself until it is back");
    }
    assertThat(home.told("raw")).contains(Alert.Kind.RETENTION_REFUSED);
    home.storage.presence = Presence.THERE;
    home.storage.files = 5000;
    home.at(home.clock.instant().plus(Duration.ofDays(2)), node);
    assertThat(home.snapshots("raw")).hasSize(1);
  }

  @Test
  void whoEmptiesASourceOnPurposeSaysSoOnce() {
    home.storage.files = 0;
    home.clock.set(Instant.parse("2026-03-05T13:00:00Z"));
    Creation.Result emptied =
        home.home()
            .creation()
            .create(Creation.Request.of("raw", "Emptied"), Progress.NONE, () -> false);
    assertThat(emptied.notes())
        .containsExactly("dir:/raw is empty, and raw@4 has 5000 files of it");
    home.at("2026-03-06T02:00:00Z", node);
    assertThat(home.runs("raw")).last().isEqualTo("2026-03-06T02:00:00Z SUCCEEDED");
  }
}
