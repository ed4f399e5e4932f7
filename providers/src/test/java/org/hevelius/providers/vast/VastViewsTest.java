package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Clusters;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.StorageContract;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.SystemAlarm;
import org.hevelius.core.storage.SystemEvent;
import org.hevelius.core.storage.View;
import org.hevelius.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Views of a cluster that the stand-in plays. */
class VastViewsTest extends StorageContract {
  private static final Limits SMALL = new Limits(8_000_000L, 10_000_000L);

  @TempDir Path root;
  private Simulator simulator;
  private VastViews storage;
  private VmsClient vms;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(Simulator.Settings.forTests(root), Clock.systemUTC(), _ -> {});
    Clusters.Cluster cluster =
        new Clusters.Cluster(
            "lab",
            "127.0.0.1:" + simulator.address().getPort(),
            "latest",
            null,
            new Clusters.Login.Basic("admin", new SecretRef.Plain("123456")),
            simulator.authority().toString(),
            null,
            false,
            List.of(new Clusters.Mount("/", root.resolve("data").toString())),
            null,
            null,
            false);
    storage = new VastViews(() -> List.of(cluster), VastViewsTest::client);
    vms = client(cluster);
  }

  private static VmsClient client(Clusters.Cluster cluster) {
    return new VmsClient(
        cluster, Path.of("/"), secret -> ((SecretRef.Plain) secret).text(), _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    vms.close();
    storage.close();
    simulator.close();
  }

  @Override
  protected StorageViews storage() {
    return storage;
  }

  @Override
  protected SourceSpec fresh(String name) {
    return SourceSpec.parse("vast:lab/swift/" + name);
  }

  @Override
  protected void fill(SourceSpec view, long bytes) {
    try {
      Files.write(
          root.resolve("data/" + view.location().substring("lab/".length())).resolve("noise"),
          new byte[Math.toIntExact(bytes)]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    vms.patch("quotas/recalc", null);
  }

  private View made(String name) {
    return storage.create(new NewView(fresh(name), AccessProfile.BURST, SMALL, List.of(), null));
  }

  private void fault(String told) {
    ObjectNode body = (ObjectNode) JsonMapper.builder().build().readTree(told.replace('\'', '"'));
    vms.post("/simulator/faults", body);
  }

  @Test
  void aViewIsMadeWithAPolicyOfItsProfileOnceAndMayHaveABucket() {
    View first =
        storage.create(
            new NewView(
                fresh("a"), AccessProfile.DEEP, Limits.NONE, List.of("NFS", "S3"), "deep-a"));
    assertThat(first.properties())
        .containsEntry("policy", "hevelius-deep")
        .containsEntry("protocols", "NFS,S3");
    assertThat(first.place()).isEqualTo(root.resolve("data/swift/a").toString());
    storage.create(new NewView(fresh("b"), AccessProfile.DEEP, Limits.NONE, List.of(), null));
    assertThat(vms.list("viewpolicies", java.util.Map.of()))
        .extracting(node -> node.path("name").asString())
        .containsOnlyOnce("hevelius-deep");
  }

  @Test
  void aViewThatCanNotBeMadeLeavesNoQuotaBehind() {
    fault("{'kind': 'status', 'status': 400, 'method': 'POST', 'path': 'views', 'count': 1}");
    assertThatThrownBy(() -> made("half")).isInstanceOf(HeveliusException.class);
    assertThat(vms.list("quotas", java.util.Map.of())).isEmpty();
    assertThat(made("half").quota()).isNotNull();
  }

  @Test
  void aLostAnswerOfACreationFindsTheViewInsteadOfMakingAnother() {
    fault("{'kind': 'lose_answer', 'method': 'POST', 'path': 'quotas'}");
    fault("{'kind': 'lose_answer', 'method': 'POST', 'path': 'views'}");
    View view = made("lost");
    assertThat(Objects.requireNonNull(view.quota()).limits()).isEqualTo(SMALL);
    assertThat(vms.list("views", java.util.Map.of()))
        .extracting(node -> node.path("path").asString())
        .containsOnlyOnce("/swift/lost");
  }

  @Test
  void aLostAnswerOfALimitIsSaidToBeUnknown() {
    View view = made("set");
    fault("{'kind': 'lose_answer', 'method': 'PATCH', 'path': 'quotas'}");
    Limits wanted = new Limits(12_000_000L, 15_000_000L);
    assertThatThrownBy(() -> storage.setLimits(view, wanted))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE));
    assertThat(Objects.requireNonNull(storage.view(fresh("set")).quota()).limits())
        .isEqualTo(wanted);
  }

  @Test
  void whatTheAccountMayNotIsDenied() {
    View view = made("denied");
    fault("{'kind': 'status', 'status': 403, 'method': 'PATCH', 'path': 'quotas', 'count': 5}");
    assertThatThrownBy(() -> storage.setLimits(view, new Limits(null, 90_000_000L)))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.DENIED));
  }

  @Test
  void aQuotaThatNoViewExportsIsSeenAndCanGrow() {
    ObjectNode body =
        JsonMapper.builder()
            .build()
            .createObjectNode()
            .put("name", "bare")
            .put("path", "/bare")
            .put("create_dir", true)
            .put("hard_limit", 5_000_000L);
    vms.post("quotas", body);
    SourceSpec source = SourceSpec.parse("vast:lab/bare");
    View view = storage.view(source);
    assertThat(view.notes()).containsExactly("a quota of a path that no view exports");
    assertThat(storage.setLimits(view, new Limits(null, 6_000_000L)).limits().hard())
        .isEqualTo(6_000_000L);
  }

  @Test
  void nodesAndAlarmsAreFindings() {
    made("full");
    fill(fresh("full"), 11_000_000);
    vms.patch("quotas/recalc", null);
    assertThat(storage.health("vast:lab"))
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.ALARM);
              assertThat(finding.grade()).isEqualTo(Grade.ALERT);
            })
        .filteredOn(finding -> finding.kind() == Finding.Kind.NODE)
        .hasSize(6);
  }

  @Test
  void anAlarmNamesThePlaceThatItIsAboutAndEventsAreToldNewestFirst() {
    made("full");
    fill(fresh("full"), 11_000_000);
    vms.patch("quotas/recalc", null);
    vms.patch(
        "/simulator/objects/cnodes/2",
        JsonMapper.builder().build().createObjectNode().put("state", "FAILED"));
    assertThat(storage.alarms("vast:lab"))
        .extracting(SystemAlarm::subject)
        .containsExactlyInAnyOrder("vast:lab/swift/full", "vast:lab");
    SystemAlarm quota =
        storage.alarms("vast:lab").stream()
            .filter(alarm -> alarm.subject().endsWith("full"))
            .findFirst()
            .orElseThrow();
    assertThat(quota.id()).isNotEmpty();
    assertThat(quota.grade()).isEqualTo(Grade.ALERT);
    vms.patch(
        "alarms/" + quota.id(),
        JsonMapper.builder().build().createObjectNode().put("acknowledged", true));
    assertThat(storage.alarms("vast:lab"))
        .extracting(SystemAlarm::subject)
        .containsExactly("vast:lab");
    Instant before = Instant.now().minusSeconds(600);
    List<SystemEvent> events = storage.events("vast:lab", before, Grade.OK, 99);
    assertThat(events)
        .isSortedAccordingTo(Comparator.comparing(SystemEvent::time).reversed())
        .anyMatch(event -> event.grade() == Grade.OK);
    assertThat(storage.events("vast:lab", before, Grade.ALERT, 99))
        .isNotEmpty()
        .allMatch(event -> event.grade().compareTo(Grade.ALERT) >= 0);
    assertThat(storage.events("vast:lab", before, Grade.OK, 1)).hasSize(1);
  }
}
