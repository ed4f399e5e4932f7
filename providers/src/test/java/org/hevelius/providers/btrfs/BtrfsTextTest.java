package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;

/** What btrfs-progs 6.2 and the kernel print. */
class BtrfsTextTest {
  private static final String SHOWN =
      """
      .snap/one
      \tName: \t\t\tone
      \tUUID: \t\t\t8f1ac3f5-97e4-804b-b332-dee7cf4df6fa
      \tParent UUID: \t\t6b008860-2c71-404f-aa51-f1ba4fe5e7c3
      \tReceived UUID: \t\t-
      \tCreation time: \t\t2026-11-22 04:17:21 +0000
      \tSubvolume ID: \t\t259
      \tGeneration: \t\t7
      \tGen at creation: \t7
      \tParent ID: \t\t5
      \tTop level ID: \t\t5
      \tFlags: \t\t\treadonly
      \tSend transid: \t\t0
      \tSend time: \t\t2026-11-22 04:17:21 +0000
      \tReceive transid: \t0
      \tReceive time: \t\t-
      \tSnapshot(s):
      \t\t\t\tevil
      \tUUID: \t\t\t00000000-97e4-804b-b332-dee7cf4df6fa
      """;

  @Test
  void aSubvolumeIsReadAndNamesThatFollowDoNotPassForItsFields() {
    assertThat(SubvolumeText.shown(SHOWN))
        .isEqualTo(
            new Subvolume(
                "/.snap/one",
                259,
                5,
                "8f1ac3f5-97e4-804b-b332-dee7cf4df6fa",
                "6b008860-2c71-404f-aa51-f1ba4fe5e7c3",
                null,
                7,
                Instant.parse("2026-11-22T04:17:21Z"),
                true,
                -1,
                -1));
  }

  @Test
  void theNumbersOfQuotasAreReadWhereThereAreAny() {
    String quotas =
        SHOWN
            + "\t  Usage referenced:\t7\n"
            + "\tQuota group:\t\t0/259\n\t  Limit referenced:\t1048576\n"
            + "\t  Limit exclusive:\t-\n\t  Usage referenced:\t16384\n"
            + "\t  Usage exclusive:\t16384\n";
    Subvolume subvolume = SubvolumeText.shown(quotas);
    assertThat(subvolume.referenced()).isEqualTo(16384);
    assertThat(subvolume.limit()).isEqualTo(1 << 20);
  }

  @Test
  void whatIsNoSubvolumeIsRefusedAndNotGuessed() {
    assertThatThrownBy(() -> SubvolumeText.shown("src\n\tName: \t\t\tsrc\n"))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("isn't known");
  }

  @Test
  void aListHasPathsFromTheTopWhateverTheyAreRelativeTo() {
    String list =
        "ID 256 gen 7 cgen 6 parent 5 top level 5 parent_uuid -                                    "
            + "received_uuid -                                    "
            + "uuid 6b008860-2c71-404f-aa51-f1ba4fe5e7c3 path src\n"
            + "ID 258 gen 7 cgen 7 parent 256 top level 256 otime 2026-11-22 04:17:21 "
            + "parent_uuid 6b008860-2c71-404f-aa51-f1ba4fe5e7c3 "
            + "received_uuid -                                    "
            + "uuid 1a132981-af5a-1a4a-b6aa-aa23cd75d06c path <FS_TREE>/src/d/ne st\n";
    List<Subvolume> all = SubvolumeText.listed(list, true);
    assertThat(all).extracting(Subvolume::path).containsExactly("/src", "/src/d/ne st");
    assertThat(all).extracting(Subvolume::parent).containsExactly(5L, 256L);
    assertThat(all).extracting(Subvolume::born).containsExactly(6L, 7L);
    assertThat(all.getLast().created()).isEqualTo("2026-11-22T04:17:21Z");
    assertThat(all.getLast().origin()).isEqualTo(all.getFirst().uuid());
  }

  @Test
  void mountsAreReadWithBlanksInTheirPlaces() {
    List<Mount> mounts =
        Mount.parse(
            """
            27 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw
            46 27 0:40 /@data /srv/a\\040disk rw,relatime shared:9 - btrfs /dev/loop0 rw
            47 27 0:40 / /mnt/top ro - btrfs /dev/loop0 rw
            """);
    Mount data = mounts.get(1);
    assertThat(data).isEqualTo(new Mount("0:40", "/@data", "/srv/a disk", "btrfs", false));
    assertThat(mounts.get(2).readOnly()).isTrue();
    assertThat(Mount.around(mounts, "/srv/a disk/raw")).isEqualTo(data);
    assertThat(Mount.around(mounts, "/srv/a disk2").kind()).isEqualTo("ext4");
    assertThat(data.inside("/srv/a disk/raw")).isEqualTo("/@data/raw");
    assertThat(data.outside("/@data/raw")).contains("/srv/a disk/raw");
    assertThat(data.outside("/@data2/raw")).isEmpty();
    assertThat(mounts.get(2).outside("/@data/raw")).contains("/mnt/top/@data/raw");
  }

  @Test
  void exclusiveBytesAreAddedUp() {
    String du =
        """
             Total   Exclusive  Set shared  Filename
          67108864    33554432    33554432  /mnt/a disk/one
             12288           0       12288  /mnt/two
        """;
    assertThat(Spaces.exclusive(du)).isEqualTo(33554432);
  }
}
