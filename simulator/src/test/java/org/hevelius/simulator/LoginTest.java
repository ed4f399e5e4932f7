package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  @TempDir Path root;
  private Stage stage;
  private Client vms;

  @BeforeEach
  void start() {
    stage = Stage.at(root);
    vms = stage.vms;
  }

  @AfterEach
  void stop() {
    stage.close();
    assertThat(stage.log).isEmpty();
  }

  private Client bearer(String token) {
    return vms.with("Authorization", "Bearer " + token);
  }

  @Test
  void nobodyAndAWrongPasswordGet401() {
    assertThat(vms.with().get("/api/views/").is(401).detail())
        .isEqualTo("Authentication credentials were not provided.");
    assertThat(vms.basic("admin", "wrong").get("/api/views/").is(401).detail())
        .isEqualTo("Invalid username/password.");
    assertThat(vms.with("Authorization", "Basic %%").get("/api/views/").is(401).detail())
        .isEqualTo("Invalid username/password.");
    vms.with().get("/simulator/clock").is(401);
  }

  @Test
  void aPairOfTokensLogsInUntilItExpiresAndIsRefreshed() {
    Client.Reply pair =
        vms.with().post("/api/token/", "{'username': 'admin', 'password': '123456'}").is(200);
    bearer(pair.string("access")).get("/api/views/").is(200);
    bearer(pair.string("refresh")).get("/api/views/").is(403);

    vms.advance("61m");
    assertThat(bearer(pair.string("access")).get("/api/views/").is(403).text())
        .contains("Token is invalid or expired");
    Client.Reply next =
        vms.with()
            .post("/api/token/refresh/", "{'refresh': '%s'}".formatted(pair.string("refresh")))
            .is(200);
    bearer(next.string("access")).get("/api/views/").is(200);
  }

  @Test
  void tokensExpireWhenATestSaysSo() {
    Client.Reply pair =
        vms.with().post("/api/v1/token", "{'username': 'admin', 'password': '123456'}").is(200);
    vms.post("/simulator/tokens/expire", "{}").is(200);
    bearer(pair.string("access")).get("/api/views/").is(403);
    String refresh = "{'refresh': '%s'}".formatted(pair.string("refresh"));
    vms.with().post("/api/token/refresh/", refresh).is(200);
    vms.post("/simulator/tokens/expire", "{'refresh': true}").is(200);
    assertThat(vms.with().post("/api/token/refresh/", refresh).is(401).detail())
        .isEqualTo("Token is invalid or expired");
  }

  @Test
  void aWrongLoginForTokensIsRefused() {
    vms.with().post("/api/token/", "{'username': 'admin', 'password': 'no'}").is(401);
    assertThat(vms.with().post("/api/token/", "{'username': 'admin'}").is(400).wrong("password"))
        .isEqualTo("This field is required.");
    bearer("a.b.c").get("/api/views/").is(403);
  }

  @Test
  void aUserHasFiveProgramTokensAndRevokedOnesDontCount() {
    String token = "";
    for (int i = 0; i < 5; i++) {
      Client.Reply made =
          vms.post("/api/apitokens/", "{'owner': 'admin', 'expiry_date': '30d'}").is(201);
      assertThat(made.body().path("id").isString()).isTrue();
      token = made.string("token");
    }
    Client program = vms.with("Authorization", "Api-Token " + token);
    program.get("/api/v5/views/").is(200);
    vms.post("/api/apitokens/", "{'owner': 'admin'}").is(503);
    vms.patch("/api/apitokens/5/revoke", "").is(200);
    program.get("/api/views/").is(401);
    vms.post("/api/apitokens/", "{}").is(201);
    assertThat(vms.get("/api/apitokens/").text()).doesNotContain(token, "_hash");
  }

  @Test
  void aProgramTokenExpires() {
    String token =
        vms.post("/api/apitokens/", "{'owner': 'admin', 'expiry_date': '2h'}").string("token");
    Client program = vms.with("Authorization", "Api-Token " + token);
    program.get("/api/views/").is(200);
    vms.advance("3h");
    program.get("/api/views/").is(401);
  }

  @Test
  void aTenantSeesItsOwn() {
    long tenant = vms.post("/api/tenants/", "{'name': 'lab'}").is(201).id();
    Client lab = vms.and("X-Tenant-Name", "lab");
    lab.post("/api/views/", "{'path': '/x', 'policy_id': 1, 'create_dir': true}").is(201);
    assertThat(lab.objects("/api/views/"))
        .singleElement()
        .satisfies(view -> assertThat(Json.number(view, "tenant_id")).isEqualTo(tenant));
    assertThat(vms.objects("/api/views/")).hasSize(2);
    lab.get("/api/views/1/").is(404);
    assertThat(root.resolve("tenants/" + tenant + "/x")).isDirectory();
    vms.and("X-Tenant-Name", "nobody").get("/api/views/").is(400);
    vms.delete("/api/tenants/" + tenant + "/").is(400);
  }
}
