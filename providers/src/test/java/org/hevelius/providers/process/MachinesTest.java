package org.hevelius.providers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachinesTest {
  private static final String TEXT =
      """
      local:
        sudo: true
        programs:
          zfs: /usr/sbin/zfs
      machines:
        - name: store
          ssh: snap@store.example.org
          options: [-i, "/etc/hevelius/the key"]
          programs: {zpool: /sbin/zpool}
      """;

  @TempDir private Path home;

  @Test
  void withoutAFileThereIsThisMachineAlone() {
    assertThat(new Machines(home).all()).containsExactly(Machine.LOCAL);
    assertThatThrownBy(() -> new Machines(home).named("store"))
        .hasMessageContaining("no machine called \"store\"");
  }

  @Test
  void commandsRunAsTheFileSays() throws IOException {
    Files.writeString(home.resolve(Machines.FILE), TEXT);
    Machines machines = new Machines(home);
    assertThat(machines.local().argv(List.of("zfs", "list")))
        .containsExactly("sudo", "-n", "--", "/usr/sbin/zfs", "list");
    assertThat(machines.named("store").argv(List.of("zpool", "list", "it's mine")))
        .containsSubsequence("ssh", "-i", "/etc/hevelius/the key", "--", "snap@store.example.org")
        .endsWith("LC_ALL=C TZ=UTC /sbin/zpool list 'it'\\''s mine'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'machines: [{name: a, shh: b}]'|1:22|did you mean  ssh",
        "'machines: [{name: A, ssh: b}]'|1:19|no name of a machine",
        "'machines: [{name: a, ssh: -oProxyCommand=x}]'|1:27|no address for ssh",
        "'machines: [{ssh: b}]'|1:12|\"name\" is missing",
        "'machines: [{name: a, ssh: b}, {name: a, ssh: c}]'|1:31|two machines called a",
        "'local: {sudo: perhaps}'|1:15|neither true nor false",
        "'local: {programs: {zfs: sbin/zfs}}'|1:25|no absolute path",
        "'local: {ssh: b}'|1:9|not known here",
        "'remote: {}'|1:1|not known here"
      })
  void whatIsntUnderstoodIsRefusedWithItsPosition(String text, String position, String why) {
    assertThatThrownBy(() -> Machines.read("machines.yaml", text))
        .satisfies(
            e -> {
              String all = e.getMessage() + ((HeveliusException) e).advice();
              assertThat(all).startsWith("machines.yaml:" + position + ":").contains(why);
            });
  }
}
