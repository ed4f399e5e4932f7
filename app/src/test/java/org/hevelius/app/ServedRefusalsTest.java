package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.app.cli.Services;
import org.hevelius.core.usecase.Accounts;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.testkit.SelfSigned;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who isn't let in, and what isn't sent, is told with what to do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedRefusalsTest {
  @TempDir private static Path folder;
  private ServedHome served;

  @BeforeAll
  void serve() {
    served = new ServedHome(folder).write("a.txt", "a\n");
    served.home.done("create", "raw", "first", "--source", folder + "/raw");
    served.home.done("create", "raw", "second");
    served.policies("policies: [{name: mission, scopes: [raw], rpo: 1h}]\n");
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private Map<String, String> server() {
    return new HashMap<>(Map.of("HEVELIUS_SERVER", served.address().toString()));
  }

  @Test
  void aTokenThatIsRevokedUnknownOrMissingIsToldHowToGetOne() {
    Path file = folder.resolve("short");
    String user = System.getProperty("user.name");
    served.home.done("token", "create", "short", "--user", user, "--out", file.toString());
    Map<String, String> environment = server();
    environment.put("HEVELIUS_TOKEN_FILE", file.toString());
    assertThat(served.run(environment, "list").code()).isZero();
    String prefix =
        served
            .home
            .json("token", "list")
            .valueStream()
            .filter(token -> token.get("name").asString().equals("short"))
            .findFirst()
            .orElseThrow()
            .get("prefix")
            .asString();
    served.home.done("token", "revoke", prefix, "--yes");
    Map<String, String> unknown = server();
    unknown.put("HEVELIUS_TOKEN", "hev_0123456789abcdef0123456789abcdef");
    for (Map<String, String> each : List.of(environment, unknown, server())) {
      Shell.Result result = served.run(each, "list");
      assertThat(result.code()).as(result.toString()).isEqualTo(5);
      assertThat(result.err())
          .contains("doesn't let this token in", "hevelius token create", "--token-file")
          .doesNotContain("0123456789abcdef");
    }
  }

  @Test
  void aViewerLooksAndChangesNothing() {
    Path file = folder.resolve("viewer");
    served.home.done("user", "add", "vera", "--role", "viewer", "--no-password");
    served.home.done("token", "create", "v", "--user", "vera", "--out", file.toString());
    Map<String, String> environment = server();
    environment.put("HEVELIUS_TOKEN_FILE", file.toString());
    assertThat(served.run(environment, "show", "raw@1").code()).isZero();
    for (String line :
        List.of(
            "create raw why",
            "hold raw@1",
            "tag raw@1 a=b",
            "delete raw@1 --yes",
            "cleanup --yes",
            "restore raw@1 --in-place --yes",
            "dataset remove raw",
            "policy apply policies.yaml --yes",
            "policy remove mission --yes",
            "event emit x --dataset raw",
            "known-bad raw@1",
            "audit",
            "audit --verify",
            "notify list",
            "notify test")) {
      Shell.Result result = served.run(environment, line.split(" "));
      assertThat(result.code()).as(line + result).isEqualTo(5);
    }
    assertThat(served.local("list", "--json").out()).contains("raw@1", "raw@2");
    assertThat(served.local("event", "list").out()).contains("No events");
    for (String line :
        List.of(
            "policy list",
            "policy explain raw",
            "event list",
            "jobs",
            "log raw",
            "lineage raw@1")) {
      Shell.Result result = served.run(environment, line.split(" "));
      assertThat(result.code()).as(line + result).isZero();
    }
  }

  @Test
  void aCallerOfOneDatasetSeesAndTellsNothingOfOthers() {
    Path file = folder.resolve("one");
    served.home.done(
        "user", "add", "olga", "--role", "researcher", "--on", "none/**", "--no-password");
    served.home.done("token", "create", "o", "--user", "olga", "--out", file.toString());
    Map<String, String> environment = server();
    environment.put("HEVELIUS_TOKEN_FILE", file.toString());
    for (String line :
        List.of(
            "policy explain raw",
            "policy next raw",
            "policy simulate raw",
            "policy show mission",
            "event list --dataset raw",
            "event emit x --dataset raw",
            "jobs raw",
            "log raw",
            "lineage raw@1",
            "known-bad raw@1")) {
      Shell.Result result = served.run(environment, line.split(" "));
      assertThat(result.code()).as(line + result).isEqualTo(3);
      assertThat(result.err()).as(line).contains("there is no ").doesNotContain("first");
    }
    assertThat(served.run(environment, "status").out()).doesNotContain("raw", "Repository");
    assertThat(served.run(environment, "policy", "list").out()).doesNotContain("mission");
    assertThat(served.run(environment, "event", "list").out()).isEqualTo("No events.\n");
  }

  @Test
  void aTokenThatHasExpiredLetsNobodyIn() {
    Map<String, String> environment = server();
    try (var home =
        Wiring.parts()
            .remotes()
            .open(new org.hevelius.app.cli.Remotes.Wish(served.address(), secret(), null))) {
      Instant soon = Wiring.parts().clock().instant().plusSeconds(1);
      environment.put(
          "HEVELIUS_TOKEN",
          home.accounts()
              .create(new Accounts.TokenRequest(null, "soon", List.of(), soon))
              .secret()
              .reveal());
    }
    Await.until("the token expires", () -> served.run(environment, "policy", "list").code() == 5);
    for (String line :
        List.of("policy apply policies.yaml --yes", "event emit x --dataset raw", "jobs")) {
      Shell.Result result = served.run(environment, line.split(" "));
      assertThat(result.code()).as(line + result).isEqualTo(5);
      assertThat(result.err()).contains("doesn't let this token in", "hevelius token create");
    }
  }

  @Test
  void hooksAreNotBroughtAndWhatIsAppliedIsWhatWasShown() throws Exception {
    Files.writeString(
        folder.resolve("hooks.yaml"),
        "policies:\n- {name: h, scopes: [raw], hooks: {after: [{run: [touch, /tmp/x]}]}}\n");
    Shell.Result hooks = served.remote("policy", "apply", "hooks.yaml", "--yes");
    assertThat(hooks.code()).as(hooks.toString()).isEqualTo(4);
    assertThat(hooks.err()).contains("brings hooks", "apply it there: hevelius policy apply");
    try (var home =
        Wiring.parts()
            .remotes()
            .open(new org.hevelius.app.cli.Remotes.Wish(served.address(), secret(), null))) {
      var plan =
          home.policies()
              .planApply(
                  "w.yaml", "policies: [{name: w, scopes: [raw], minimum-keep: 4d}]\n", null);
      served.home.done("dataset", "set", "raw", "--description", "of no matter");
      Files.writeString(
          folder.resolve("w.yaml"), "policies: [{name: w, scopes: [raw], minimum-keep: 5d}]\n");
      served.home.done("policy", "apply", folder + "/w.yaml", "--yes");
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                  org.hevelius.core.HeveliusException.class, () -> home.policies().execute(plan)))
          .hasMessageContaining("has changed since");
      assertThat(home.policies().show("w").settings()).containsEntry("minimum-keep", "5d");
      served.home.done("policy", "remove", "w", "--yes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://data.example.org",
        "http://10.0.0.1:7310",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org"
      })
  void nothingIsSentToAnotherMachineInPlainText(String address) {
    Shell.Result result = served.run(Map.of("HEVELIUS_SERVER", address), "list");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("refused: ", "without TLS", "nothing was sent");
  }

  @Test
  void theAddressHasNoSecretAndIsNeverPrintedWithOne() {
    Shell.Result result = served.run(Map.of(), "list", "--server", "https://me:secret@host");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("doesn't belong in it").doesNotContain("secret");
  }

  @Test
  void whereTheServiceHasItsChannelsIsTold() {
    assertThat(served.remote("notify", "list").out())
        .contains("notifications.yaml in the home of " + served.address());
  }

  @Test
  void aTokenThatOthersCanReadIsNotUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("open"), "hev_0123456789\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Shell.Result result =
        served.run(
            Map.of(),
            "list",
            "--server",
            served.address().toString(),
            "--token-file",
            file.toString());
    assertThat(result.err()).contains("others can read", "chmod 600");
  }

  @Test
  void aHomeAndAServiceExcludeEachOtherAndAHomeThatIsNamedWins() {
    String address = served.address().toString();
    assertThat(served.run(Map.of(), "list", "--server", address, "--home", "/x").err())
        .contains("exclude each other");
    assertThat(
            served.run(Map.of("HEVELIUS_SERVER", address), "list", "--home", "/no/such/home").err())
        .contains("no home of Hevelius at /no/such/home");
  }

  @Test
  void placesOfTheServiceNeedTheirWholePathAndStayBelowItsDirectories() {
    assertThat(served.remote("restore", "raw@1", "--to", "here").err())
        .contains("needs its whole path");
    assertThat(served.remote("create", "new", "why", "--source", "here").err())
        .contains("needs its whole path");
    Shell.Result result = served.remote("restore", "raw@1", "--to", folder + "/elsewhere", "--yes");
    assertThat(result.code()).as(result.toString()).isNotZero();
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void aPlanIsRefusedWhenTheWorldHasChangedSince() {
    try (var home =
        Wiring.parts()
            .remotes()
            .open(new org.hevelius.app.cli.Remotes.Wish(served.address(), secret(), null))) {
      var plan = home.snapshots().planDelete("raw@2", false);
      served.home.done("tag", "raw@2", "changed");
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                  org.hevelius.core.HeveliusException.class, () -> home.snapshots().delete(plan)))
          .hasMessageContaining("has changed since");
      assertThat(home.snapshots().show("raw@2").tags()).containsKey("changed");
    }
  }

  private String secret() {
    try {
      return Files.readString(served.token()).strip();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void onlyAServiceThatProvesItselfIsTrusted() throws Exception {
    SelfSigned key = SelfSigned.in(folder);
    Path password = Files.writeString(folder.resolve("kpw"), SelfSigned.PASSWORD + "\n");
    try (Hevelius open = Wiring.parts().homes().apply(_ -> {}).open(served.home.root);
        Services.Running tls =
            Wiring.parts()
                .services()
                .start(
                    open,
                    new Services.Wish(
                        "127.0.0.1", 0, key.store(), password, null, List.of(), false, null),
                    _ -> {})) {
      Map<String, String> environment =
          new HashMap<>(
              Map.of(
                  "HEVELIUS_SERVER",
                  tls.address().toString(),
                  "HEVELIUS_TOKEN_FILE",
                  served.token().toString()));
      Shell.Result unknown = served.run(environment, "list");
      assertThat(unknown.code()).isEqualTo(5);
      assertThat(unknown.err()).contains("can't prove who it is", "nothing was sent", "--ca FILE");
      Path pem = key.certificateFile();
      assertThat(served.run(environment, "list", "--ca", pem.toString()).code()).isZero();
      Files.writeString(pem, "none\n");
      assertThat(served.run(environment, "list", "--ca", pem.toString()).err())
          .contains("can't be used");
    }
  }
}
