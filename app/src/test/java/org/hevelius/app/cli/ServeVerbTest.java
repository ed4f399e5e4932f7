package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeVerbTest {
  private static MemoryHome home() {
    MemoryHome home = new MemoryHome();
    String _ = home.ok("init");
    return home;
  }

  @Test
  void refusesToBeReachedByOthersWithoutTls() {
    MemoryHome.Run run = home().run("serve", "--host", "0.0.0.0");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("without TLS", "--tls-keystore", "--behind-proxy");
  }

  @ParameterizedTest
  @CsvSource({
    "--port=70000, --port is 0 to 65535",
    "--tls-keystore=x.p12, belong together",
    "--behind-proxy=http://hevelius.example.org, speaks TLS",
    "--host=no.such.host.invalid, there is no address"
  })
  void refusesWhatItCantListenOn(String option, String message) {
    MemoryHome.Run run = home().run("serve", option);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void startsOnlyWhereThereIsAService() {
    MemoryHome.Run run = home().run("serve");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("has no service");
  }
}
