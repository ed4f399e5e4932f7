package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hevelius.core.access.TokenSecret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessVerbsTest {
  @TempDir private Path folder;
  private final MemoryHome home = new MemoryHome();

  @BeforeEach
  void makeHome() throws IOException {
    home.ok("init");
    Files.writeString(folder.resolve("password"), "correct horse battery\nnot this\n");
  }

  @Test
  void speakAsInTheTranscript() {
    home.standingIn(folder.toString());
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("user").run("user", "list").run("token").run("token", "list");
    transcript.run("user", "add", "maya").run("user", "add", "maya", "--role", "admin");
    transcript.run("user", "add", "maya", "--role", "admin", "--password-file", "password");
    transcript.run("user", "add", "maya", "--role", "admin", "--no-password");
    transcript.run("user", "add", "Sam", "--role", "viewer", "--no-password");
    transcript.run("user", "add", "sam", "--role", "boss", "--no-password");
    transcript.run("user", "add", "sam", "--role", "viewer", "--on", "cosmos*", "--no-password");
    transcript.run("user", "add", "sam", "--on", "cosmos7/**", "--no-password");
    transcript.run(
        "user",
        "add",
        "sam",
        "--role",
        "researcher",
        "--on",
        "cosmos7/**",
        "--on",
        "lab",
        "--role",
        "viewer",
        "--no-password");
    transcript.run("user", "list");
    transcript.run("user", "set", "sam").run("user", "set", "nobody", "--role", "viewer");
    transcript.run("user", "set", "sam", "--role", "operator", "--on", "cosmos7/raw");
    transcript.run("user", "set", "sam", "--password-file", "password");
    transcript.run("user", "set", "sam", "--no-password", "--password-file", "password");
    transcript.run("user", "set", "sam", "--no-password");
    transcript.run("token", "create", "x", "--user", "nobody");
    transcript.run("token", "create", "x", "--lives", "1d", "--expires", "2027-01-01");
    transcript.run("token", "create", "x", "--expires", "2020-01-01");
    transcript.run("token", "revoke", "hev_nothing");
    transcript.run("user", "remove", "sam", "--dry-run");
    transcript.run("user", "remove", "sam").run("user", "remove", "sam", "--yes");
    transcript.run("user", "remove", "sam", "--yes").run("user", "list");
    transcript.isAsIn("access.txt");
  }

  @Test
  void aTokenIsPrintedOnceAndAlone() {
    home.ok("user", "add", "maya", "--role", "admin", "--no-password");
    MemoryHome.Run run = home.run("token", "create", "nightly job");
    assertThat(run.code()).isZero();
    String token = run.out().strip();
    assertThat(run.out()).isEqualTo(token + "\n");
    TokenSecret secret = TokenSecret.parse(token).orElseThrow();
    assertThat(run.err())
        .isEqualTo(
            """
            note: token %s of maya, not limited; it never expires
            note: it is shown this once; keep it where only you can read it
            """
                .formatted(secret.prefix()));
    assertThat(home.ok("token", "list"))
        .isEqualTo(
            """
              TOKEN         USER  LAST USED  EXPIRES  LIMITED TO       FOR
              %s  maya  never      never    all of the user  nightly job
            """
                .formatted(secret.prefix()));
    assertThat(home.ok("token", "list", "--json") + home.ok("audit", "--json"))
        .contains(secret.prefix())
        .doesNotContain(token);
    assertThat(home.run("token", "revoke", secret.prefix()).code()).isEqualTo(4);
    assertThat(home.ok("token", "revoke", secret.prefix(), "--dry-run"))
        .endsWith("Nothing was changed: a dry run.\n");
    assertThat(home.ok("token", "revoke", secret.prefix(), "--yes"))
        .endsWith("Revoked token " + secret.prefix() + ".\n");
    assertThat(home.run("token", "revoke", secret.prefix(), "--yes").code()).isEqualTo(3);
  }

  @Test
  void aTokenGoesToAFileThatOnlyTheOwnerReads() throws IOException {
    home.standingIn(folder.toString());
    home.ok("user", "add", "maya", "--role", "admin", "--no-password");
    MemoryHome.Run run =
        home.run("token", "create", "job", "--role", "viewer", "--lives", "90d", "--out", "t");
    Path file = folder.resolve("t");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("limited to viewer on **", "expires 2027-02-19 10:30:00 UTC");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String token = Files.readString(file);
    assertThat(TokenSecret.parse(token.strip())).isPresent();
    assertThat(token).endsWith("\n");

    assertThat(home.run("token", "create", "job", "--out", "t").code()).isEqualTo(4);
    assertThat(home.run("token", "create", "job", "--out", "none/t").code()).isEqualTo(5);
    assertThat(home.run("token", "create", "job", "--user", "x", "--out", "u").code()).isEqualTo(3);
    assertThat(folder.resolve("u")).as("nothing came of it").doesNotExist();
    assertThat(Files.readString(file)).isEqualTo(token);
    assertThat(JsonMapper.shared().readTree(home.ok("token", "list", "--json"))).hasSize(1);
  }

  @Test
  void jsonHasTheTokenOnce() {
    home.ok("user", "add", "maya", "--role", "admin", "--no-password");
    JsonNode made = JsonMapper.shared().readTree(home.ok("token", "create", "job", "--json"));
    assertThat(made.get("secret").asString())
        .startsWith(made.get("token").get("prefix").asString());
    JsonNode users = JsonMapper.shared().readTree(home.ok("user", "list", "--json"));
    assertThat(users.get(0).get("grants").get(0).get("role").asString()).isEqualTo("ADMIN");
    assertThat(users.get(0).get("tokens").asInt()).isEqualTo(1);
    assertThat(home.run("user", "remove", "maya", "--json").code()).isEqualTo(4);
  }

  @Test
  void aPasswordIsTypedTwice() {
    String right = "correct horse battery\n";
    assertThat(typing(right + right, "ann").err()).isEqualTo("Password for ann: Once more: ");
    assertThat(typing(right + "correct horse batterie\n", "sam").err())
        .contains("error: the two passwords differ");
    assertThat(typing("short\n", "sam").err()).contains("error: the password is too short");
    assertThat(typing("", "sam").code()).isEqualTo(4);
    assertThat(home.ok("user", "list"))
        .contains("ann   yes")
        .doesNotContain("sam")
        .doesNotContain("correct");
  }

  private MemoryHome.Run typing(String input, String name) {
    return home.typing(input, "user", "add", name, "--role", "viewer");
  }
}
