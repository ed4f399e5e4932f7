package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is mounted where the settings say that a path of a cluster is. */
class NfsMountsTest {
  private static final String TABLE =
      """
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      30 22 0:50 / /mnt/prod rw,relatime - nfs 10.0.0.1:/prod rw,vers=3
      31 30 0:51 / /mnt/prod/other rw,relatime - nfs4 10.0.0.1:/elsewhere rw
      32 22 0:52 / /mnt/alias rw,relatime - nfs4 vip.lab:/short rw
      33 22 0:53 / /mnt/two\\040words rw,relatime - nfs4 [fe80::1]:/prod/two\\040words rw
      34 30 0:54 / /mnt/prod/scratch rw - tmpfs tmpfs rw
      35 22 0:50 /obs /bound rw,relatime - nfs 10.0.0.1:/prod rw
      """;

  private final NfsMounts mounts = NfsMounts.parse(TABLE);

  private static String path(String export) {
    return Map.of("/short", "/prod/a/long/path").getOrDefault(export, export);
  }

  private void fits(String top, String directory, String wanted) {
    assertThatCode(() -> mounts.require(top, directory, new VastPath(wanted), NfsMountsTest::path))
        .doesNotThrowAnyException();
  }

  private void refused(String top, String directory, String wanted, String shows) {
    assertThatThrownBy(
            () -> mounts.require(top, directory, new VastPath(wanted), NfsMountsTest::path))
        .hasMessageContaining("shows " + shows);
  }

  @Test
  void aMountThatShowsThePathIsBelieved() {
    fits("/mnt/prod", "/mnt/prod", "/prod");
    fits("/mnt/prod", "/mnt/prod/obs", "/prod/obs");
    fits("/mnt/alias", "/mnt/alias/x", "/prod/a/long/path/x");
    fits("/mnt/two words", "/mnt/two words", "/prod/two words");
    fits("/bound", "/bound/raw", "/prod/obs/raw");
  }

  @Test
  void aMountOfAnotherViewIsRefused() {
    refused("/mnt/prod", "/mnt/prod", "/test", "/prod of 10.0.0.1:/prod");
    refused("/mnt/prod", "/mnt/prod", "/prod/obs", "/prod of");
    refused("/bound", "/bound", "/prod", "/prod/obs of");
  }

  @Test
  void aMountThatLiesOverAPartIsRefusedThere() {
    refused("/mnt/prod", "/mnt/prod/other", "/prod/other", "/elsewhere of");
    refused("/mnt/prod", "/mnt/prod/scratch/x", "/prod/scratch/x", "tmpfs");
  }

  @Test
  void whatIsNoNfsIsBelievedWhereItIsOnePiece() {
    fits("/srv/stand-in", "/srv/stand-in/prod", "/prod");
    assertThatCode(
            () ->
                NfsMounts.parse("").require("/a", "/a/b", new VastPath("/b"), NfsMountsTest::path))
        .doesNotThrowAnyException();
  }
}
