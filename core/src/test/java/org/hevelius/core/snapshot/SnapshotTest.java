package org.hevelius.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00Z");

  @Test
  void needsADescription() {
    assertThatThrownBy(() -> snapshot().description("  ").build())
        .hasMessageContaining("description is empty");
  }

  @Test
  void keepsOneHoldOfAKind() {
    Hold first = new Hold(Hold.Kind.PERMANENT, "baseline", "maya", TIME);
    Hold second = new Hold(Hold.Kind.PERMANENT, "release", "sam", TIME);
    Hold legal = new Hold(Hold.Kind.LEGAL, "", "sam", TIME);
    Snapshot held = snapshot().hold(legal).hold(first).hold(second).build();
    assertThat(held.holds()).containsExactly(second, legal);
    assertThat(held.isPermanent()).isTrue();
    assertThatThrownBy(() -> snapshot().holds(List.of(first, second)).build())
        .hasMessageContaining("two holds of one kind");
  }

  @Test
  void refusesImpossibleParentsVersionsAndTimes() {
    assertThatThrownBy(() -> snapshot().parentVersion(3L).build()).hasMessageContaining("descend");
    assertThatThrownBy(
            () ->
                Snapshot.builder(DatasetName.of("d"), 0, TIME).name("d_20261121_103000_x").build())
        .hasMessageContaining("count from 1");
    assertThatThrownBy(() -> snapshot().expires(Instant.MAX).build())
        .hasMessageContaining("outside the years");
  }

  @Test
  void checksTags() {
    assertThat(Tags.parse("campaign=mars=red")).isEqualTo(Map.entry("campaign", "mars=red"));
    assertThat(Tags.parse("nightly")).isEqualTo(Map.entry("nightly", ""));
    assertThat(snapshot().tags(Map.of("z", "1", "a", "")).build().tagTexts())
        .containsExactly("a", "z=1");
    assertThatThrownBy(() -> Tags.parse("=x")).hasMessageContaining("no key");
    assertThatThrownBy(() -> Tags.parse("a b=x")).hasMessageContaining("no key");
    assertThatThrownBy(() -> Tags.parse("a=x\ny")).hasMessageContaining("U+000A");
  }

  @ParameterizedTest
  @CsvSource({
    "https://maya:secret@host/x.git, https://host/x.git",
    "https://ghp_token@host/x.git, https://host/x.git",
    "https://host/x.git?access_token=secret, https://host/x.git",
    "ssh://git@host/x.git, ssh://git@host/x.git",
    "ssh://git:secret@host/x.git, ssh://host/x.git",
    "git@host:x.git, git@host:x.git",
    "/srv/x.git, /srv/x.git",
  })
  void takesCredentialsOutOfTheRemote(String remote, String clean) {
    GitState git = new GitState("5a49f37".repeat(6).substring(0, 40), "main", 2, remote);
    assertThat(git.remote()).isEqualTo(clean);
    assertThat(git.text()).isEqualTo("main@5a49f37");
  }

  @Test
  void theWeakerGuaranteeCounts() {
    assertThat(Guarantee.ATOMIC.and(Guarantee.ORDERED)).isEqualTo(Guarantee.ORDERED);
    assertThat(Guarantee.UNVERIFIED.and(Guarantee.ATOMIC)).isEqualTo(Guarantee.UNVERIFIED);
  }

  private static SnapshotBuilder snapshot() {
    return Snapshot.builder(DatasetName.of("d"), 3, TIME)
        .name("d_20261121_103000_x")
        .description("x")
        .author("maya")
        .host("vm");
  }
}
