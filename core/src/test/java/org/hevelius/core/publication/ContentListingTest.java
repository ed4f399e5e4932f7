package org.hevelius.core.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.junit.jupiter.api.Test;

class ContentListingTest {
  private static final MemoryTree TREE =
      MemoryTree.builder()
          .file("a/c", "one")
          .file("a-b", "two")
          .file("a0", "")
          .symlink("ä", "a/c")
          .file("b\udcff", "three")
          .build();

  private static ContentListing.Sum sum(SnapshotTree tree) {
    return new ContentListing(tree, true, _ -> false, () -> false).run(ContentListing.Sink.NONE);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String sha256(String text) throws Exception {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hashesItsRecordsInTheOrderOfTheBytesOfWholePaths() throws Exception {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (String record :
        List.of(
            "directory a",
            "file " + sha256("two") + " 3 a-b",
            "file " + sha256("one") + " 3 a/c",
            "file " + sha256("") + " 0 a0",
            "file " + sha256("three") + " 5 b\udcff",
            "link " + sha256("a/c") + " ä")) {
      expected.writeBytes(Names.raw(record));
      expected.write(0);
    }
    assertThat(sum(TREE))
        .isEqualTo(new ContentListing.Sum(new ContentId(sha256(expected.toByteArray())), 4, 11));
  }

  @Test
  void isTheSameWhateverTimesAndModesAre() {
    MemoryTree other =
        MemoryTree.builder()
            .file("b\udcff", "three")
            .symlink("ä", "a/c")
            .file("a0", "")
            .file("a-b", "two")
            .file("a/c", "one")
            .mode("a-b", 0700)
            .build();
    assertThat(sum(other)).isEqualTo(sum(TREE));
  }

  @Test
  void isAnotherForEveryChangeOfContent() {
    List<ContentId> contents = new ArrayList<>(List.of(sum(TREE).content()));
    contents.add(sum(TREE.change().file("a-b", "twO").build()).content());
    contents.add(sum(TREE.change().remove("a0").build()).content());
    contents.add(sum(TREE.change().remove("a0").file("a1", "").build()).content());
    contents.add(sum(TREE.change().remove("ä").symlink("ä", "a-b").build()).content());
    contents.add(sum(TREE.change().remove("ä").file("ä", "a/c").build()).content());
    assertThat(contents).doesNotHaveDuplicates();
  }

  @Test
  void leavesOutWhatItIsToldTo() {
    SnapshotTree more = TREE.change().file("a/ro", "x").file("z/y", "x").build();
    ContentListing.Sum sum =
        new ContentListing(more, true, p -> p.equals("a/ro") || p.equals("z"), () -> false)
            .run(ContentListing.Sink.NONE);
    assertThat(sum).isEqualTo(sum(TREE));
  }

  @Test
  void endsWhenItIsCanceled() {
    assertThatThrownBy(
            () ->
                new ContentListing(TREE, true, _ -> false, () -> true)
                    .run(ContentListing.Sink.NONE))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("stopped");
  }
}
