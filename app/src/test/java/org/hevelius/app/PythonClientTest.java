package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.app.cli.Services;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.testkit.Counterpart;
import org.hevelius.testkit.SelfSigned;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python client's own tests, against the service as it is wired. */
class PythonClientTest {
  private static final Path CLIENT = Project.ROOT.resolve("clients/python");

  @TempDir private Path folder;

  @Test
  void theClientsTestsPassAgainstARealService() throws Exception {
    Path python = Counterpart.program("python3");
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Path restores = folder.resolve("restores");
    RealHome home = new RealHome(folder);
    home.done("init");
    home.done("dataset", "add", "cosmos7/raw", "--source", raw.toString());
    String admin = token(home, "maya", "admin");
    String viewer = token(home, "victor", "viewer");
    SelfSigned key = SelfSigned.in(folder);
    Path keystore = key.store();
    Path secret = Files.writeString(folder.resolve("store-password"), SelfSigned.PASSWORD + "\n");
    try (Hevelius open = Wiring.parts().homes().apply(_ -> {}).open(home.root);
        Services.Running plain = start(open, restores, null, null);
        Services.Running tls = start(open, restores, keystore, secret)) {
      Shell.Result result =
          new Shell(folder)
              .with("HEVELIUS_SERVER", plain.address().toString())
              .with("HEVELIUS_TOKEN", admin)
              .with("HEVELIUS_TEST_VIEWER", viewer)
              .with("HEVELIUS_TEST_DATA", raw.toString())
              .with("HEVELIUS_TEST_RESTORES", restores.toString())
              .with("HEVELIUS_TEST_TLS_SERVER", tls.address().toString())
              .with("HEVELIUS_TEST_CA", key.certificateFile().toString())
              .with("PYTHONDONTWRITEBYTECODE", "1")
              .with("PYTHONWARNINGS", "error")
              .run(
                  python.toString(),
                  "-m",
                  "unittest",
                  "discover",
                  "-s",
                  CLIENT.resolve("tests").toString(),
                  "-t",
                  CLIENT.toString());
      assertThat(result.code()).as(result.out() + result.err()).isZero();
      assertThat(result.err()).contains("OK").doesNotContain("skipped", "Warning", admin);
    }
  }

  private String token(RealHome home, String user, String role) throws IOException {
    Path password = Files.writeString(folder.resolve("pw"), "correct horse battery\n");
    Path file = folder.resolve("token-" + user);
    home.done("user", "add", user, "--role", role, "--password-file", password.toString());
    home.done("token", "create", "job", "--user", user, "--out", file.toString());
    return Files.readString(file).strip();
  }

  private static Services.Running start(
      Hevelius home, Path restores, @Nullable Path keystore, @Nullable Path secret) {
    return Wiring.parts()
        .services()
        .start(
            home,
            new Services.Wish(
                "127.0.0.1", 0, keystore, secret, null, List.of(restores), false, null),
            line -> System.out.println(line));
  }
}
