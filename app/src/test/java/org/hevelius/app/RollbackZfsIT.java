package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.hevelius.testkit.ZfsPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Both ways in which ZFS puts a whole source back, as somebody takes them at the terminal. */
class RollbackZfsIT {
  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  private static final String ODD = "a \"b\"\nü";

  @TempDir private Path folder;
  private ZfsPool pool;
  private RealHome home;
  private String source;
  private Path live;

  @BeforeEach
  void aDatasetWithOneBelow() throws IOException {
    pool = ZfsPool.start(folder.resolve("pool"), 512);
    String dataset = pool.name() + "/raw";
    pool.zfs("create", dataset);
    pool.zfs("create", dataset + "/sub ds");
    source = "zfs:" + dataset;
    live = pool.mount().resolve("raw");
    Files.writeString(live.resolve(ODD), "first");
    Files.writeString(live.resolve("sub ds/b"), "first");
    home = new RealHome(folder);
    home.done("init");
    home.done("create", "raw", "first", "--source", source);
    Files.writeString(live.resolve(ODD), "second");
    Files.writeString(live.resolve("sub ds/b"), "second");
    home.done("create", "raw", "second");
    Files.writeString(live.resolve("sub ds/c"), "third");
  }

  @AfterEach
  void end() {
    if (pool != null) {
      pool.close();
    }
  }

  private JsonNode way(String word, String... more) {
    String[] line = new String[more.length + 4];
    System.arraycopy(
        new String[] {"rollback", "raw@1", "--dry-run", "--way=" + word}, 0, line, 0, 4);
    System.arraycopy(more, 0, line, 4, more.length);
    for (JsonNode way : home.json(line).get("ways")) {
      if (way.get("way").stringValue().equals(word)) {
        return way;
      }
    }
    throw new AssertionError("there is no way " + word);
  }

  private void requireFirst() throws IOException {
    assertThat(live.resolve(ODD)).hasContent("first");
    assertThat(live.resolve("sub ds/b")).hasContent("first");
    assertThat(live.resolve("sub ds/c")).doesNotExist();
  }

  @Test
  void theWayThatDestroysIsTakenWhenItIsNamedWithItsCount() throws IOException {
    JsonNode way = way("rollback");
    assertThat(way.get("forbidden")).isEmpty();
    int destroys = way.get("lost").size();
    assertThat(way.toString()).contains("raw@2", "\"state\"");

    Shell.Result fewer =
        home.run("rollback", "raw@1", "--way=rollback", "--destroy=" + (destroys - 1), "--yes");
    assertThat(fewer.code()).as("%s", fewer).isEqualTo(4);
    assertThat(home.versions()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(live.resolve("sub ds/c")).hasContent("third");

    Shell.Result done =
        home.done("rollback", "raw@1", "--way=rollback", "--destroy=" + destroys, "--yes");
    assertThat(done.out()).doesNotContain("of another program");
    requireFirst();
    assertThat(home.versions()).containsExactly(1L);
    home.done("check");
    home.done("create", "raw", "goes on");
  }

  @Test
  void theWayThatDestroysNothingIsTakenBackByUndo() throws IOException {
    home.done("rollback", "raw@1", "--yes");
    requireFirst();
    assertThat(home.versions()).containsExactlyInAnyOrder(1L, 2L, 3L);
    home.done("undo", "--yes");
    assertThat(live.resolve(ODD)).hasContent("second");
    assertThat(live.resolve("sub ds/c")).hasContent("third");
    home.done("rollback", "raw@2", "--yes");
    assertThat(live.resolve("sub ds/b")).hasContent("second");
    assertThat(live.resolve("sub ds/c")).doesNotExist();
  }

  @Test
  void aRestoreOfFilesRemovesNothingOfADatasetBelowButWhatItsOwnSnapshotLacks() throws IOException {
    Files.writeString(live.resolve("extra"), "third");
    Files.setPosixFilePermissions(live.resolve("sub ds"), CLOSED);
    home.done("create", "raw", "third");
    JsonNode plan = home.json("restore", "raw@2", "--in-place", "--delete", "--dry-run");
    assertThat(plan.toString()).contains("extra", "sub ds/c").doesNotContain("sub ds/b");
    home.done("restore", "raw@2", "--in-place", "--delete", "--yes");
    assertThat(live.resolve("sub ds/b")).hasContent("second");
    assertThat(live.resolve("sub ds/c")).doesNotExist();
    assertThat(live.resolve("extra")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(live.resolve("sub ds"))).isNotEqualTo(CLOSED);
    home.done("undo", "--yes");
    assertThat(Files.getPosixFilePermissions(live.resolve("sub ds"))).isEqualTo(CLOSED);
    assertThat(live.resolve("sub ds/b")).hasContent("second");
    assertThat(live.resolve("sub ds/c")).hasContent("third");
    assertThat(live.resolve("extra")).hasContent("third");
  }

  @Test
  void whatADatasetBelowHasOfItsOwnIsNeverTakenAlong() throws IOException {
    home.done("create", "below", "its own", "--source", source + "/sub ds");
    JsonNode way = way("rollback");
    assertThat(way.get("forbidden").toString()).contains("below@1");
    Shell.Result refused =
        home.run(
            "rollback", "raw@1", "--way=rollback", "--destroy=" + way.get("lost").size(), "--yes");
    assertThat(refused.code()).as("%s", refused).isEqualTo(4);
    assertThat(home.done("cat", "below@1", "c").out()).isEqualTo("third");
  }
}
