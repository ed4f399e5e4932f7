package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.TreeEntry;
import org.junit.jupiter.api.Test;

class ContentDiffTest {
  private static final ContentOptions STANDARD = ContentOptions.standard();

  @Test
  void namesTheValuesOfAParameterFile() {
    ContentChange change =
        Bytes.compare(
            "calib/mars.caldb",
            "# Mars\ngain = 1.0021\noffset = 3 # counts\nold = 1\n",
            "# Mars\ngain = 1.2100\noffset = 3\nnew = 2\n");
    assertThat(change)
        .isInstanceOfSatisfying(
            TextChange.class,
            text -> {
              assertThat(text.values())
                  .containsExactly(
                      new ValueChange("gain", "1.0021", "1.2100"),
                      new ValueChange("old", "1", null),
                      new ValueChange("new", null, "2"));
              assertThat(text.linesAdded()).isEqualTo(3);
              assertThat(text.linesRemoved()).isEqualTo(3);
            });
    assertThat(change.summaryLine()).isEqualTo("gain 1.0021 -> 1.2100; old removed; new new 2");
  }

  @Test
  void keepsSectionsApartAndLeavesNestedFilesAsText() {
    assertThat(Bytes.compare("a.ini", "[a]\nx=1\n[b]\nx=2\n", "[a]\nx=1\n[b]\nx=3\n").summaryLine())
        .isEqualTo("b.x 2 -> 3");
    assertThat(
            Bytes.compare("a.yaml", "a:\n  x: 1\nb:\n  x: 2\n", "a:\n  x: 1\nb:\n  x: 3\n")
                .summaryLine())
        .isEqualTo("+1 -1 lines");
  }

  @Test
  void comparesTextAsUnifiedDifference() {
    assertThat(Bytes.compare("notes.md", "one\ntwo\nthree\n", "one\n2\nthree\nfour"))
        .isEqualTo(
            new TextChange(
                2,
                1,
                List.of(
                    "@@ -1,3 +1,4 @@",
                    " one",
                    "-two",
                    "+2",
                    " three",
                    "+four",
                    "\\ No newline at end of file"),
                false,
                List.of()));
  }

  @Test
  void seesALineFeedThatIsMissingAtTheEnd() {
    assertThat(Bytes.compare("x", "one\n", "one"))
        .isInstanceOfSatisfying(TextChange.class, t -> assertThat(t.linesAdded()).isEqualTo(1));
  }

  @Test
  void cutsTheUnifiedDifferenceAtTheBound() {
    ContentOptions few = new ContentOptions(1000, 4, 10, 10, null);
    assertThat(Bytes.compare("x", "a\nb\nc\nd\n", "1\n2\n3\n4\n", few))
        .isInstanceOfSatisfying(
            TextChange.class,
            text -> {
              assertThat(text.unified()).hasSize(4);
              assertThat(text.truncated()).isTrue();
              assertThat(text.linesAdded()).isEqualTo(4);
            });
  }

  @Test
  void readsOldEncodingsAsText() {
    byte[] before = "Universität\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] after = "Universitäten\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Bytes.compare("x.txt", before, after, STANDARD))
        .isInstanceOfSatisfying(
            TextChange.class, text -> assertThat(text.unified()).contains("-Universität"));
  }

  @Test
  void findsWhereLargeTextsBeginToDiffer() {
    ContentOptions tiny = new ContentOptions(10, 10, 10, 10, null);
    assertThat(Bytes.compare("x.log", "one\ntwo\nthree\nfour", "one\ntwo\n3\n", tiny))
        .isEqualTo(new LargeTextChange(4, 3, 3, "three", "3"));
    assertThat(Bytes.compare("x.log", "one\ntwo\nthree\n", "one\ntwo\n", tiny))
        .isEqualTo(new LargeTextChange(3, 2, 3, "three", ""));
  }

  @Test
  void countsTheBytesThatDiffer() {
    ContentChange change =
        Bytes.compare("x.bin", new byte[] {0, 1, 2, 3}, new byte[] {0, 9, 2, 8, 7}, STANDARD);
    assertThat(change).isEqualTo(new BinaryChange(4, 5, 1, 2, null));
    assertThat(change.summaryLine()).isEqualTo("2 bytes differ, first at offset 1; size 4 -> 5");
  }

  @Test
  void comparesAsBytesWhatIsNotTheSameKindOnBothSides() {
    assertThat(Bytes.compare("x", new byte[] {'a', '\n'}, new byte[] {0, 1}, STANDARD).kind())
        .isEqualTo(ContentChange.Kind.BINARY);
  }

  @Test
  void neverPutsControlCharactersIntoTheSummary() {
    String summary =
        Bytes.compare("x", "key = a\n", "key = \u001b[31m" + "long".repeat(100) + "\n")
            .summaryLine();
    assertThat(summary).doesNotContain("\u001b").hasSizeLessThan(100).startsWith("key a -> \\x1b");
  }

  @Test
  void takesFilesFromTreesAndRefusesDirectories() {
    MemoryTree left = MemoryTree.builder().file("d/x", "a = 1\n").withKeys().build();
    MemoryTree right = MemoryTree.builder().file("d/x", "a = 2\n").build();
    TreeEntry before = left.find("d/x").orElseThrow();
    TreeEntry after = right.find("d/x").orElseThrow();

    assertThat(ContentDiff.compare(left, before, right, after, STANDARD).summaryLine())
        .isEqualTo("a 1 -> 2");
    assertThat(ContentDiff.compare(left, before, left, before, STANDARD))
        .isEqualTo(new SameContent(6));
    assertThatThrownBy(() -> ContentDiff.compare(left, before, right, right.root(), STANDARD))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("not a file");
  }
}
