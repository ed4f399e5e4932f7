package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of a home's repository is changed. */
class KeysIT {
  @TempDir private Path folder;

  @Test
  void theHomeGoesOnWithTheNewPasswordAndTheOldOneOpensNoMore() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("flux.csv"), "1.0\n");
    RealHome home = new RealHome(folder);
    home.done("create", "raw", "with the old password", "--source", data.toString());
    Path old = home.root.resolve("password");
    Path changed = Files.writeString(folder.resolve("changed"), "a new password\n");

    assertThat(
            home.done("repository", "keys", "passwd", "--new-password-file", changed.toString())
                .out())
        .isEqualTo("Changed the password of default; the old one opens it no more.\n");

    home.done("create", "raw", "with the new password");
    assertThat(home.done("cat", "raw@1", "flux.csv").out()).isEqualTo("1.0\n");
    home.done("check", "--read-data");
    assertThat(home.json("repository", "keys", "list")).hasSize(1);
    assertThat(home.done("audit").out()).contains("repository keys passwd");

    RealHome other = new RealHome(Files.createDirectory(folder.resolve("other")));
    other.done("init");
    String repository = home.root.resolve("repository").toString();
    Shell.Result refused =
        other.run("repository", "add", "lab", repository, "--password-file", old.toString());
    assertThat(refused.code()).as(refused.toString()).isEqualTo(5);
    assertThat(refused.err()).contains("wrong password");
    other.done("repository", "add", "lab", repository, "--password-file", changed.toString());
  }
}
