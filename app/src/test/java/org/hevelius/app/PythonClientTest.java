package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.app.cli.Services;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.testkit.Counterpart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python client's own tests, against the service as it is wired. */
class PythonClientTest {
  private static final Path CLIENT = Project.ROOT.resolve("clients/python");
  private static final String STORE_PASSWORD = "only for this test";

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
    Path keystore = keystore();
    Path secret = Files.writeString(folder.resolve("store-password"), STORE_PASSWORD + "\n");
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
              .with("HEVELIUS_TEST_CA", folder.resolve("ca.pem").toString())
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

  /** A key for this machine, and its certificate in {@code ca.pem}. */
  private Path keystore() {
    Path store = folder.resolve("tls.p12");
    String keytool = Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString();
    String[][] commands = {
      {
        keytool,
        "-genkeypair",
        "-alias",
        "t",
        "-keyalg",
        "EC",
        "-dname",
        "CN=t",
        "-ext",
        "san=ip:127.0.0.1",
        "-ext",
        "bc=ca:true",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        STORE_PASSWORD
      },
      {
        keytool,
        "-exportcert",
        "-rfc",
        "-alias",
        "t",
        "-keystore",
        store.toString(),
        "-storepass",
        STORE_PASSWORD,
        "-file",
        folder.resolve("ca.pem").toString()
      }
    };
    for (String[] command : commands) {
      Shell.Result result = new Shell(folder).run(command);
      assertThat(result.code()).as(result.out() + result.err()).isZero();
    }
    return store;
  }
}
