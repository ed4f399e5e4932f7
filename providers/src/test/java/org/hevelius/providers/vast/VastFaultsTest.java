package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.SnapshotProvider.Look;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Bad input, and a cluster that does other things than it should. */
class VastFaultsTest {
  private static final SourceSpec OBS = SourceSpec.parse("vast:lab/prod/obs");

  @TempDir Path directory;
  private Stand stand;
  private VastProvider provider;

  @BeforeEach
  void set() {
    stand = Stand.at(directory);
    stand.know(stand.cluster());
    stand.view("/prod/obs", "");
    stand.write("prod/obs/a.txt", "first");
    provider = stand.provider();
  }

  @AfterEach
  void end() {
    stand.close();
  }

  private static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }

  private String place() {
    return "/api/snapshots/" + stand.all("snapshots").getFirst().path("id").asLong() + "/";
  }

  @Test
  void pathsAndFilesMayHaveBlanksQuotesAndSigns() {
    for (String name : List.of("two words", "it's", "100%+1&x=y", "Höhe ☂", "a\\b")) {
      String path = "/prod/odd/" + name;
      JsonNode _ =
          stand.ask(
              "POST",
              "/api/views/",
              "{'path': '%s', 'policy_id': 1, 'create_dir': true, 'protocols': ['NFS']}"
                  .formatted(path.replace("\\", "\\\\").replace("'", "\\u0027")));
      stand.write(path.substring(1) + "/new\nline \"quoted\".txt", name);
      SourceSpec source = VastSource.spec("lab", new VastPath(path));
      assertThat(SourceSpec.parse(source.toString())).isEqualTo(source);
      Capture capture = take(provider, source, 1);
      assertThat(state(provider, capture)).as(name).isEqualTo(live(provider, source)).hasSize(1);
      provider.forget(List.of(capture));
    }
    assertThat(stand.all("snapshots")).isEmpty();
  }

  @Test
  void aPathThatWasReplacedByAnotherOfItsNameKeepsTheSnapshotsOfTheOldOne() throws IOException {
    Capture old = take(provider, OBS, 1);
    JsonNode _ = stand.ask("DELETE", "/api/views/1/", "");
    Files.delete(stand.data("prod/obs/a.txt"));
    stand.view("/prod/obs", "");
    stand.write("prod/obs/other.txt", "of somebody else");
    Capture next = take(provider, OBS, 2);
    assertThat(provider.recover()).hasSize(2);
    assertThat(state(provider, old)).containsOnlyKeys("a.txt");
    assertThat(state(provider, next)).containsOnlyKeys("other.txt");
  }

  @Test
  void aSnapshotThatWasDestroyedBehindOurBackIsGoneAndNothingElseIsTakenForIt() {
    Capture capture = take(provider, OBS, 1);
    JsonNode _ = stand.ask("DELETE", place(), "");
    assertThat(provider.exists(capture)).isFalse();
    assertThat(provider.look().exists(capture)).isFalse();
    assertThatThrownBy(() -> state(provider, capture))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.NOT_FOUND))
        .hasMessageContaining("is gone from the cluster");
    assertThatThrownBy(() -> provider.clone(capture, "/clones/x"))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.NOT_FOUND));
    provider.forget(List.of(capture));
    assertThat(provider.recover()).isEmpty();
  }

  @Test
  void aSnapshotThatSomebodyRenamedIsTheSame() {
    Capture capture = take(provider, OBS, 1);
    JsonNode _ = stand.ask("PATCH", place(), "{'name': 'renamed by hand'}");
    assertThat(state(provider, capture)).containsOnlyKeys("a.txt");
    assertThat(provider.exists(capture)).isTrue();
  }

  @Test
  void aServerErrorAfterASnapshotThatWasTakenLeavesOneThatIsFound() {
    for (int status : new int[] {500, 502, 504}) {
      stand.fault(
          "{'kind': 'status_after', 'status': %d, 'method': 'POST', 'path': '/snapshots/'}"
              .formatted(status));
      Capture capture = take(provider, OBS, 1);
      assertThat(stand.all("snapshots")).as("status " + status).hasSize(1);
      provider.forget(List.of(capture));
      assertThat(stand.all("snapshots")).isEmpty();
    }
  }

  @Test
  void aRemovalWhoseAnswerWasLostIsDoneOnceAndIsNoError() {
    Capture capture = take(provider, OBS, 1);
    stand.fault("{'kind': 'lose_answer', 'method': 'DELETE', 'path': '/snapshots/'}");
    provider.forget(List.of(capture));
    assertThat(stand.all("snapshots")).isEmpty();
    assertThat(provider.recover()).isEmpty();
  }

  @Test
  void aSlowSystemIsWaitedForAndARightThatIsTakenAwayMidRunIsTold() {
    stand.fault("{'kind': 'delay', 'millis': 300, 'path': 'api', 'count': 3}");
    Capture capture = take(provider, OBS, 1);
    stand.fault(
        "{'kind': 'status', 'status': 403, 'method': 'POST', 'path': '/snapshots/', 'body':"
            + " {'detail': 'You do not have permission to perform this action.'}}");
    assertThatThrownBy(() -> take(provider, OBS, 2))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.DENIED));
    assertThat(stand.all("snapshots")).hasSize(1);
    assertThat(provider.exists(capture)).isTrue();
  }

  @Test
  void oneLookTellsOfManySnapshotsWithOneListAndStillNeverTakesOneForGoneBlindly() {
    Capture one = take(provider, OBS, 1);
    Capture two = take(provider, OBS, 2);
    Look look = provider.look();
    assertThat(look.exists(one)).isTrue();
    stand.fault("{'kind': 'status', 'status': 503, 'method': 'GET', 'path': 'api', 'count': 99}");
    assertThat(look.exists(two)).isTrue();
    Capture unknown =
        Records.capture(OBS, one.id().substring(0, one.id().indexOf(':')) + ":no-such-guid", 0);
    assertThatThrownBy(() -> look.exists(unknown))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
  }

  @Test
  void anAddressThatLeadsToAnotherClusterHasNoneOfOurSnapshotsAndSaysSo() {
    Capture capture = take(provider, OBS, 1);
    JsonNode _ = stand.ask("PATCH", "/simulator/objects/clusters/1", "{'psnt': 'OTHER1'}");
    Look look = provider.look();
    assertThatThrownBy(() -> look.exists(capture)).hasMessageContaining("OTHER1");
  }

  @Test
  void aSizeThatTheClusterDoesNotTellIsNotZero() {
    Capture _ = take(provider, OBS, 1);
    assertThat(provider.snapshots(OBS).getFirst().bytes()).isPresent();
    long id = stand.all("snapshots").getFirst().path("id").asLong();
    JsonNode told = stand.ask("GET", "/api/snapshots/" + id + "/", "");
    ((tools.jackson.databind.node.ObjectNode) told).remove("unique_phys_estimation");
    assertThat(VastSnapshot.of(told).orElseThrow().unique()).isEmpty();
  }
}
