package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeSchedules.Replica;
import org.hevelius.core.provider.NativeSchedules.Target;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.hevelius.core.storage.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules that a cluster keeps, and copies to another one. */
class VastReplicationTest {
  private static final DatasetName OBS = DatasetName.of("obs");

  @TempDir Path directory;
  private VastSchedulesFixture fixture;

  @BeforeEach
  void begin() {
    fixture = new VastSchedulesFixture(directory);
    JsonNode _ =
        fixture.stand.ask(
            "POST",
            "/api/nativereplicationremotetargets/",
            "{'name': 'second', 'leading_vip': '10.0.0.1', 'pool_id': 1}");
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private Wish wish(@Nullable Target copies) {
    return new Wish(
        List.of(
            new Frame(
                Duration.ofHours(6),
                fixture.stand.clock.instant().minus(Duration.ofHours(1)),
                Duration.ofDays(3),
                copies == null ? Duration.ZERO : Duration.ofDays(30))),
        copies);
  }

  private void set(Wish wish) {
    NativeSchedules schedules = fixture.schedules();
    schedules.carryOut(schedules.plan(OBS, fixture.source(), wish), () -> false);
  }

  private List<Finding> health() {
    return new VastWatch(fixture.stand.client())
        .health("vast:lab").stream()
            .filter(finding -> finding.kind() == Finding.Kind.REPLICATION)
            .toList();
  }

  @Test
  void whatAPolicyCopiesToAPeerIsSetUpThereAndToldWithHowFarItIs() {
    assertThat(fixture.schedules().targets(fixture.source())).containsExactly("second");
    set(wish(new Target("second", "")));
    Replica before = fixture.schedules().replicas(fixture.source()).getFirst();
    assertThat(before.healthy()).as("nothing is there yet").isFalse();
    fixture.advance(Duration.ofHours(7));
    Replica after = fixture.schedules().replicas(fixture.source()).getFirst();
    assertThat(after.healthy()).isTrue();
    assertThat(after.ours()).isTrue();
    assertThat(after.target()).isEqualTo("second:/prod/obs");
    assertThat(after.through())
        .isEqualTo(
            fixture
                .schedules()
                .watch(OBS, fixture.source())
                .orElseThrow()
                .taken()
                .getLast()
                .created());
    assertThat(health()).singleElement().asString().contains("OK", "all up to");
  }

  @Test
  void aPausedPathIsNoHealthyCopyAndAnAlertOfHealth() {
    set(wish(new Target("second", "/copies/obs")));
    fixture.advance(Duration.ofHours(7));
    long id = fixture.stand.all("protectedpaths").getFirst().path("id").asLong();
    JsonNode _ = fixture.stand.ask("PATCH", "/api/protectedpaths/" + id + "/pause/", "{}");
    assertThat(fixture.schedules().replicas(fixture.source()).getFirst().healthy()).isFalse();
    assertThat(health()).singleElement().asString().contains("ALERT", "it is paused");
    assertThat(fixture.schedules().watch(OBS, fixture.source()).orElseThrow().agreement().trouble())
        .contains("it is paused");
  }

  @Test
  void whenCopiesGoElsewhereItIsMadeAnewAndStaysOne() {
    set(wish(null));
    String first = fixture.names().getFirst();
    set(wish(new Target("second", "")));
    assertThat(fixture.names()).hasSize(1).doesNotContain(first);
    set(wish(null));
    assertThat(fixture.names()).hasSize(1);
    assertThat(fixture.schedules().replicas(fixture.source())).isEmpty();
  }

  @Test
  void aPeerThatIsNotThereAndAPathThatOthersCopyAreRefused() {
    assertThatThrownBy(() -> set(wish(new Target("third", ""))))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("third");
    assertThat(fixture.names()).isEmpty();
    JsonNode policy =
        fixture.stand.ask(
            "POST",
            "/api/protectionpolicies/",
            "{'name': 'theirs', 'prefix': 'theirs', 'clone_type': 'NATIVE_REPLICATION',"
                + " 'target_object_id': 1, 'frames': [{'every': '1h', 'keep-local': '1d'}]}");
    JsonNode _ =
        fixture.stand.ask(
            "POST",
            "/api/protectedpaths/",
            "{'name': 'theirs', 'source_dir': '/prod/obs', 'tenant_id': 1, 'protection_policy_id': '%d'}"
                .formatted(policy.path("id").asLong()));
    assertThatThrownBy(() -> set(wish(new Target("second", ""))))
        .hasMessageContaining("protected path theirs, which isn't ours");
    assertThat(fixture.names()).containsExactly("theirs");
  }

  @Test
  void whatIsCalledAsOursIsToBeAndIsNotOursIsLeftAlone() {
    set(wish(null));
    String ours = fixture.names().getFirst();
    JsonNode path = fixture.stand.all("protectedpaths").getFirst();
    JsonNode policy = fixture.stand.all("protectionpolicies").getFirst();
    JsonNode _ =
        fixture.stand.ask("DELETE", "/api/protectedpaths/" + path.path("id").asLong() + "/", "");
    JsonNode _ =
        fixture.stand.ask(
            "DELETE", "/api/protectionpolicies/" + policy.path("id").asLong() + "/", "");
    fixture.foreign(ours);
    NativeSchedules schedules = fixture.schedules();
    assertThatThrownBy(() -> set(wish(null))).hasMessageContaining("that isn't ours");
    schedules.carryOut(schedules.plan(OBS, fixture.source(), null), () -> false);
    assertThat(fixture.names()).containsExactly(ours);
    assertThat(fixture.stand.all("protectedpaths")).hasSize(1);
  }
}
