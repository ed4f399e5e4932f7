package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class VmsClientTest {
  private static final SecretRef PASSWORD = new SecretRef.OfVariable("VMS_PASSWORD");
  private static final SecretRef WRONG = new SecretRef.OfVariable("WRONG");

  @TempDir Path directory;
  private Stand stand;

  @BeforeEach
  void begin() {
    stand = Stand.at(directory);
    stand.view("/prod/obs", "obs");
    stand.write("prod/obs/a.txt", "first");
  }

  @AfterEach
  void end() {
    stand.close();
  }

  private VmsClient client(Login login) {
    return stand.client(stand.cluster(login, List.of(), null));
  }

  private static ObjectNode snapshot(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("path", "/prod/obs");
  }

  private static void fails(ThrowingCallable work, Consumer<VmsException> so) {
    assertThatThrownBy(work).isInstanceOfSatisfying(VmsException.class, so);
  }

  @Test
  void allWaysToLogInWork() {
    assertThat(client(new Login.Basic("admin", PASSWORD)).list("views", Map.of())).hasSize(1);
    assertThat(client(new Login.Jwt("admin", PASSWORD)).list("views", Map.of())).hasSize(1);
    String token =
        stand.ask("POST", "/api/apitokens/", "{'owner': 'admin'}").path("token").asString();
    Login.Token login = new Login.Token(new SecretRef.Plain(token));
    assertThat(client(login).list("views", Map.of())).hasSize(1);
  }

  @Test
  void aWrongPasswordIsDeniedAndNeverRepeatedInAMessage() {
    for (Login login : List.of(new Login.Basic("admin", WRONG), new Login.Jwt("admin", WRONG))) {
      fails(
          () -> client(login).list("views", Map.of()),
          e -> {
            assertThat(e.category()).isEqualTo(Category.DENIED);
            assertThat(e.getMessage() + e.advice() + e.text()).doesNotContain("never", "bmV2ZXI");
          });
    }
  }

  @Test
  void aSecretThatAnAnswerRepeatsIsNotShown() {
    stand.fault(
        "{'kind': 'status', 'status': 400, 'path': 'views', 'body': {'detail': 'I know 123456'}}");
    fails(
        () -> client(new Login.Jwt("admin", PASSWORD)).list("views", Map.of()),
        e -> {
          assertThat(e.text()).contains("I know").doesNotContain("123456");
          assertThat(e.getMessage()).doesNotContain("123456");
        });
  }

  @Test
  void tokensThatExpireMidRunAreRefreshedAndTheRequestIsRepeatedOnce() {
    VmsClient client = client(new Login.Jwt("admin", PASSWORD));
    assertThat(client.list("views", Map.of())).hasSize(1);
    JsonNode _ = stand.ask("POST", "/simulator/tokens/expire", "{}");
    JsonNode made = client.post("snapshots", snapshot("once"));
    assertThat(made.path("name").asString()).isEqualTo("once");
    // Now the refresh is of no use either: it logs in again.
    JsonNode _ = stand.ask("POST", "/simulator/tokens/expire", "{'refresh': true}");
    assertThat(client.list("snapshots", Map.of())).hasSize(1);
  }

  @Test
  void aMissingRightIsDeniedAndNotAskedForAgain() {
    stand.fault(
        "{'kind': 'status', 'status': 403, 'path': 'snapshots', 'count': 9,"
            + " 'body': {'detail': 'You do not have permission.'}}");
    fails(
        () -> client(new Login.Jwt("admin", PASSWORD)).list("snapshots", Map.of()),
        e -> {
          assertThat(e.category()).isEqualTo(Category.DENIED);
          assertThat(e.detail()).contains("permission");
        });
    assertThat(stand.ask("GET", "/simulator/faults", "").get(0).path("count").asInt()).isEqualTo(8);
  }

  @Test
  void whatIsAskedForIsAskedAgainWhenTheSystemIsBusyOrBreaksOff() {
    stand.fault("{'kind': 'status', 'status': 503, 'method': 'GET', 'path': 'views', 'count': 2}");
    stand.fault("{'kind': 'drop', 'method': 'GET', 'path': 'views', 'count': 2, 'skip': 0}");
    assertThat(stand.client().list("views", Map.of())).hasSize(1);
    assertThat(stand.waits).startsWith(Duration.ofMillis(500), Duration.ofSeconds(1));
    stand.fault("{'kind': 'status', 'status': 503, 'method': 'GET', 'path': 'views', 'count': 5}");
    fails(
        () -> stand.client().list("views", Map.of()),
        e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE));
  }

  @Test
  void aPostIsNeverSentTwice() {
    stand.fault("{'kind': 'drop', 'method': 'POST', 'path': 'snapshots', 'count': 1}");
    fails(
        () -> stand.client().post("snapshots", snapshot("x")),
        e -> assertThat(e.maybeDone()).isTrue());
    stand.fault("{'kind': 'status', 'status': 503, 'method': 'POST', 'path': 'snapshots'}");
    fails(
        () -> stand.client().post("snapshots", snapshot("x")),
        e -> assertThat(e.maybeDone()).isTrue());
    assertThat(stand.all("snapshots")).isEmpty();
    assertThat(stand.ask("GET", "/simulator/faults", "")).isEmpty();
  }

  @Test
  void aPostWhoseAnswerWasLostIsFoundByItsName() {
    for (String fault :
        List.of(
            "{'kind': 'lose_answer', 'method': 'POST', 'path': 'snapshots'}",
            "{'kind': 'status_after', 'status': 500, 'method': 'POST', 'path': 'snapshots'}")) {
      stand.fault(fault);
      String name = "only-" + stand.waits.size() + fault.length();
      JsonNode found = stand.client().postUnique("snapshots", snapshot(name), name, _ -> true);
      assertThat(found.path("name").asString()).isEqualTo(name);
      assertThat(found.path("guid").asString()).isNotEmpty();
    }
    assertThat(stand.all("snapshots")).hasSize(2);
    // Taken by the same hand before, and seen as done.
    JsonNode again = stand.client().postUnique("snapshots", snapshot("y"), "y", _ -> true);
    JsonNode same = stand.client().postUnique("snapshots", snapshot("y"), "y", _ -> true);
    assertThat(same.path("guid")).isEqualTo(again.path("guid"));
    fails(
        () -> stand.client().postUnique("snapshots", snapshot("y"), "y", _ -> false),
        e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
  }

  @Test
  void refusalsHaveTheirKindAndWhatWasSaidOfEachField() {
    fails(
        () -> stand.client().get("snapshots/999"),
        e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
    fails(
        () -> stand.client().post("snapshots", snapshot("a/b")),
        e -> {
          assertThat(e.status()).isEqualTo(400);
          assertThat(e.fields()).containsKey("name");
          assertThat(e.category()).isEqualTo(Category.REFUSED);
        });
  }

  @Test
  void listsAreTheSameInBothStyles() {
    VmsClient client = stand.client();
    for (int i = 0; i < 7; i++) {
      JsonNode _ = client.post("snapshots", snapshot("s" + i));
    }
    List<JsonNode> bare = client.list("snapshots", Map.of());
    stand.set("{'lists': 'envelope', 'page_size': 3}");
    assertThat(client.list("snapshots", Map.of())).isEqualTo(bare).hasSize(7);
    assertThat(client.list("views", Map.of())).hasSize(1);
    assertThat(client.list("snapshots", Map.of("name", "s3"))).hasSize(1);
  }

  @Test
  void anAddressOfAnotherHostIsNotFollowed() {
    stand.fault(
        "{'kind': 'status', 'status': 200, 'path': 'snapshots', 'body':"
            + " {'count': 3, 'next': 'https://elsewhere.example/api/snapshots/?page=2',"
            + " 'previous': null, 'results': [{'id': 1}]}, 'count': 2}");
    fails(
        () -> stand.client().list("snapshots", Map.of()),
        e -> assertThat(e.getMessage()).contains("elsewhere.example"));
  }

  @Test
  void aCertificateThatIsNotTrustedIsNotSpokenTo() {
    Cluster known = stand.cluster();
    fails(
        () -> stand.client(other(known, null, null, false)).list("views", Map.of()),
        e -> assertThat(e.getMessage()).contains("isn't trusted"));
    fails(
        () ->
            stand
                .client(other(known, known.authority(), "vms.lab.example", false))
                .list("views", Map.of()),
        e -> assertThat(e.getMessage()).contains("isn't made out to vms.lab.example"));
    assertThat(stand.waits).isEmpty();
    assertThat(
            stand
                .client(other(known, known.authority(), "127.0.0.1", false))
                .list("views", Map.of()))
        .hasSize(1);
    assertThat(stand.client(other(known, null, null, true)).list("views", Map.of())).hasSize(1);
  }

  private static Cluster other(
      Cluster of, @Nullable String authority, @Nullable String server, boolean insecure) {
    return new Cluster(
        of.name(),
        of.address(),
        "v5",
        null,
        of.login(),
        authority,
        server,
        insecure,
        List.of(),
        null,
        null,
        false);
  }

  @Test
  void aTaskIsWaitedForAndItsFailureIsTold() {
    VmsClient client = stand.client();
    long id = client.post("snapshots", snapshot("s")).path("id").asLong();
    VmsTasks tasks = new VmsTasks(client, stand.clock, Duration.ofMinutes(10));
    tasks.await("clone", client.post("snapshots/" + id + "/clone", clone("/c1")), () -> false);
    assertThat(stand.read("c1/a.txt")).isEqualTo("first");
    stand.fault("{'kind': 'fail_task', 'path': 'clone', 'message': 'no space in the shelf'}");
    assertThatThrownBy(
            () ->
                tasks.await(
                    "clone", client.post("snapshots/" + id + "/clone", clone("/c2")), () -> false))
        .hasMessageContaining("no space in the shelf");
    stand.fault("{'kind': 'stall_task', 'path': 'clone'}");
    stand.waits.clear();
    assertThatThrownBy(
            () ->
                tasks.await(
                    "clone", client.post("snapshots/" + id + "/clone", clone("/c3")), () -> false))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("didn't end within 600 s");
    assertThat(stand.waits.getFirst()).isEqualTo(Duration.ofMillis(500));
    assertThat(stand.waits.get(1)).isEqualTo(Duration.ofMillis(625));
    assertThat(stand.waits.getLast()).isEqualTo(Duration.ofSeconds(30));
  }

  private static ObjectNode clone(String path) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "clone " + path)
        .put("loanee_root_path", path);
  }

  @Test
  void aSystemThatIsDownIsSaidToBeDown() {
    VmsClient client = stand.client();
    stand.close();
    VmsClient quiet = new VmsClient(client.cluster(), directory, stand.secrets()::of, _ -> {});
    fails(
        () -> quiet.list("views", Map.of()),
        e -> {
          assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
          assertThat(e.getMessage()).contains("lab", "can't be reached");
          assertThat(e.maybeDone()).isFalse();
        });
    stand = Stand.at(directory);
  }
}
