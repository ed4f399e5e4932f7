package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.begin;
import static org.hevelius.core.provider.Captures.dataset;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.manifest;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Mount;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class VastProviderTest {
  private static final SourceSpec OBS = SourceSpec.parse("vast:lab/prod/obs");
  private static final SourceSpec DB = SourceSpec.parse("vast:lab/prod/db");

  @TempDir Path directory;
  private Stand stand;
  private VastProvider provider;

  @BeforeEach
  void set() {
    stand = Stand.at(directory);
    stand.know(stand.cluster());
    stand.view("/prod/obs", "obs");
    stand.view("/prod/db", "");
    stand.write("prod/obs/events/night 1.csv", "t,e\n");
    stand.write("prod/db/table", "rows");
    provider = stand.provider();
  }

  @AfterEach
  void end() {
    stand.close();
  }

  private static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }

  @Test
  void aDatabaseAndABucketUnderOnePathAreOneAtomicSnapshot() {
    try (PendingCapture pending = begin(provider, dataset(DB, OBS), 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.ATOMIC);
      List<Capture> captures = pending.publish(manifest(dataset(DB, OBS), 1));
      assertThat(captures).extracting(Capture::source).containsExactly(DB, OBS);
      assertThat(stand.all("snapshots"))
          .singleElement()
          .satisfies(node -> assertThat(node.path("path").asString()).isEqualTo("/prod"));
      assertThat(state(provider, captures.getFirst())).containsOnlyKeys("table");
      assertThat(state(provider, captures.getLast())).containsKey("events/night 1.csv");
    }
  }

  @Test
  void sourcesThatShareNothingAreTakenOneAfterTheOtherAndThatIsSaid() {
    stand.view("/other", "");
    SourceSpec other = SourceSpec.parse("vast:lab/other");
    Dataset both = dataset(OBS, other);
    List<Capture> captures;
    try (PendingCapture pending = begin(provider, both, 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.UNVERIFIED);
      assertThat(pending.contents().getFirst().findings())
          .anyMatch(finding -> finding.contains("one after the other"));
      captures = pending.publish(manifest(both, 1));
    }
    assertThat(stand.all("snapshots")).hasSize(2);
    assertThat(provider.recover().toList().getFirst().captures()).hasSize(2);
    provider.forget(captures);
    assertThat(stand.all("snapshots")).isEmpty();
    assertThat(new Records(stand.home.resolve("vast"), psnt()).known()).isEmpty();
  }

  private String psnt() {
    return stand.all("clusters").getFirst().path("psnt").asString();
  }

  @Test
  void aSnapshotWhoseAnswerWasLostIsTakenOnce() {
    stand.fault("{'kind': 'lose_answer', 'method': 'POST', 'path': '/snapshots/'}");
    Capture capture = take(provider, OBS, 1);
    assertThat(provider.exists(capture)).isTrue();
    assertThat(stand.all("snapshots")).hasSize(1);
    assertThat(stand.all("snapshots").getFirst().path("name").asString())
        .hasSizeLessThanOrEqualTo(64)
        .startsWith("cosmos7-raw_");
  }

  @Test
  void whatAProcessLeftThatDiedIsRemovedLaterAndNothingElse() {
    JsonNode _ = stand.ask("POST", "/api/snapshots/", "{'name': 'theirs', 'path': '/prod/obs'}");
    PendingCapture abandoned = begin(provider, dataset(OBS), 1, List.of());
    assertThat(abandoned.contents()).hasSize(1);
    assertThat(provider.adoptable(OBS)).hasSize(1);
    Capture kept = take(provider, OBS, 1);
    assertThat(stand.all("snapshots")).hasSize(3);
    stand.advance(Duration.ofHours(25));
    Capture next = take(stand.provider(), OBS, 2);
    assertThat(stand.all("snapshots")).hasSize(3);
    assertThat(provider.exists(kept)).isTrue();
    assertThat(provider.exists(next)).isTrue();
    assertThat(stand.all("snapshots"))
        .extracting(node -> node.path("name").asString())
        .contains("theirs");
    assertThatThrownBy(() -> abandoned.publish(manifest(dataset(OBS), 3)))
        .hasMessageContaining("is gone");
    abandoned.close();
    assertThat(provider.recover()).hasSize(2);
  }

  @Test
  void aFailedSnapshotLeavesNothing() {
    stand.fault("{'kind': 'status', 'status': 503, 'method': 'POST', 'path': '/snapshots/'}");
    assertThatThrownBy(() -> take(provider, OBS, 1))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    assertThat(stand.all("snapshots")).isEmpty();
    assertThat(provider.recover()).isEmpty();
    assertThat(provider.exists(take(provider, OBS, 1))).isTrue();
  }

  @Test
  void anIndestructibleSnapshotIsRefusedClearlyAndStays() {
    Capture capture = take(provider, OBS, 1);
    long id = stand.all("snapshots").getFirst().path("id").asLong();
    JsonNode _ = stand.ask("PATCH", "/api/snapshots/" + id + "/", "{'indestructible': true}");
    assertThat(provider.snapshots(OBS).getFirst().blocks()).isNotEmpty();
    assertThatThrownBy(() -> provider.forget(List.of(capture)))
        .hasMessageContaining("indestructible")
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
    assertThat(provider.exists(capture)).isTrue();
    assertThat(provider.recover()).hasSize(1);
  }

  @Test
  void aSnapshotOfTheSameNameAndAnotherGuidIsNeverTakenForOurs() {
    Capture capture = take(provider, OBS, 1);
    JsonNode taken = stand.all("snapshots").getFirst();
    String place = "/api/snapshots/" + taken.path("id").asLong() + "/";
    JsonNode _ = stand.ask("DELETE", place, "");
    JsonNode _ =
        stand.ask(
            "POST",
            "/api/snapshots/",
            "{'name': '%s', 'path': '/prod/obs'}".formatted(taken.path("name").asString()));
    assertThat(provider.exists(capture)).isFalse();
    provider.forget(List.of(capture));
    assertThat(stand.all("snapshots")).hasSize(1);
    assertThat(provider.recover()).isEmpty();
  }

  @Test
  void anAddressThatLeadsToAnotherClusterIsNotBelieved() {
    Capture capture = take(provider, OBS, 1);
    JsonNode _ = stand.ask("PATCH", "/simulator/objects/clusters/1", "{'psnt': 'OTHER1'}");
    assertThatThrownBy(() -> provider.exists(capture))
        .hasMessageContaining("OTHER1")
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    assertThatThrownBy(() -> provider.forget(List.of(capture)))
        .isInstanceOf(HeveliusException.class);
    assertThat(stand.all("snapshots")).hasSize(1);
  }

  @Test
  void theClusterExpiresWhatMayExpireAndNeverWhatIsHeld() {
    Instant until = stand.clock.instant().plus(Duration.ofDays(30));
    stand.know(expiring(stand.cluster()));
    Capture capture;
    try (PendingCapture pending = begin(provider, dataset(OBS), 1, List.of())) {
      capture =
          pending.publish(manifest(dataset(OBS), 1, until, edit -> edit.expires(until))).getFirst();
    }
    assertThat(expiration()).isAfterOrEqualTo(until).isBefore(until.plusSeconds(5));
    List<Capture> held =
        provider.annotate(
            List.of(capture),
            manifest(
                dataset(OBS),
                1,
                until,
                edit -> edit.expires(until).hold(new Hold(Hold.Kind.LEGAL, "", "maya", until))));
    assertThat(expiration()).isNull();
    stand.advance(Duration.ofDays(31));
    assertThat(provider.exists(held.getFirst())).isTrue();
  }

  private @Nullable Instant expiration() {
    return VastSnapshot.time(stand.all("snapshots").getFirst().path("expiration_time"));
  }

  private static Cluster expiring(Cluster of) {
    return new Cluster(
        of.name(),
        of.address(),
        of.version(),
        null,
        of.login(),
        of.authority(),
        null,
        false,
        of.mounts(),
        null,
        null,
        true);
  }

  @Test
  void anExpiryThatTheClusterDoesNotTakeBackIsNoSuccess() {
    Capture capture = take(provider, OBS, 1);
    long id = stand.all("snapshots").getFirst().path("id").asLong();
    JsonNode _ =
        stand.ask(
            "PATCH",
            "/api/snapshots/" + id + "/",
            "{'expiration_time': '%s'}".formatted(stand.clock.instant().plusSeconds(9000)));
    stand.fault("{'kind': 'status', 'status': 200, 'method': 'PATCH', 'path': 'snapshots'}");
    assertThatThrownBy(() -> provider.annotate(List.of(capture), manifest(dataset(OBS), 1)))
        .hasMessageContaining("didn't take another time");
  }

  @Test
  void withoutAMountASnapshotIsReadThroughItsBucket() throws IOException {
    Capture capture = take(provider, OBS, 1);
    for (int i = 0; i < 1100; i++) {
      stand.write("prod/obs/many/f" + i, "x");
    }
    Capture many = take(provider, OBS, 2);
    stand.write("prod/obs/events/night 1.csv", "changed");
    stand.know(stand.cluster(Stand.LOGIN, List.of(), stand.buckets()));
    try (SnapshotTree tree = provider.open(capture);
        InputStream in = tree.open(tree.find("events/night 1.csv").orElseThrow())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("t,e\n");
    }
    assertThat(state(provider, many)).hasSize(1103);
    assertThat(live(provider, OBS)).hasSize(1103).containsKey("events");
    assertThat(provider.path(capture)).isEmpty();
  }

  @Test
  void withNeitherMountNorBucketItIsSaidWhatIsMissing() {
    Capture capture = take(provider, OBS, 1);
    stand.know(stand.cluster(Stand.LOGIN, List.of(), null));
    assertThatThrownBy(() -> state(provider, capture))
        .hasMessageContaining("mounted nowhere")
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    stand.know(
        stand.cluster(
            Stand.LOGIN, List.of(new Mount("/prod", stand.data("prod").toString())), null));
    assertThat(state(provider, capture)).containsKey("events");
  }

  @Test
  void aClusterThatIsDownIsNotAnEmptyOne() {
    Capture capture = take(provider, OBS, 1);
    stand.fault("{'kind': 'status', 'status': 503, 'method': 'GET', 'path': 'api', 'count': 99}");
    assertThatThrownBy(() -> provider.recover().toList())
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    assertThatThrownBy(() -> provider.exists(capture))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
  }
}
