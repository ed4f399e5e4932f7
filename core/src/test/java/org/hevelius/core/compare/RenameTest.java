package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hevelius.core.compare.DiffResult.Rename;
import org.hevelius.core.compare.DiffResult.Renames;
import org.hevelius.core.tree.MemoryTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenameTest {
  private static final DiffOptions STANDARD = DiffOptions.standard();

  private final MemoryTree before =
      MemoryTree.builder()
          .file("raw/a.fits", "content of a")
          .file("raw/b.fits", "content of b")
          .file("raw/empty", "")
          .file("raw/deep/c.fits", "longer content of c")
          .symlink("raw/latest", "b.fits")
          .file("other", "something else")
          .build();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsAMovedFileByItsContent(boolean keys) {
    MemoryTree.Builder left = before.change();
    MemoryTree.Builder right =
        before.change().remove("raw/a.fits").file("archive/first.fits", "content of a");
    if (keys) {
      left.withKeys();
      right.withKeys();
    }

    assertThat(renames(left.build(), right.build(), STANDARD))
        .isEqualTo(
            new Renames(
                List.of(new Rename("raw/a.fits", "archive/first.fits", false, 1, 12)), true, ""));
  }

  @Test
  void doesNotTakeEqualSizeForEqualContent() {
    MemoryTree after =
        before.change().remove("raw/a.fits").file("archive/a.fits", "content of X").build();
    assertThat(renames(before, after, STANDARD).list()).isEmpty();
  }

  @Test
  void foldsAMovedDirectoryIntoOneEntry() {
    MemoryTree after = movedRaw().build();
    assertThat(renames(before, after, STANDARD).list())
        .containsExactly(new Rename("raw", "2026/raw0", true, 5, 43));
  }

  @Test
  void doesNotFoldWhenTheDirectoryAlsoChanged() {
    MemoryTree after = movedRaw().symlink("2026/raw0/latest", "a.fits").build();
    assertThat(renames(before, after, STANDARD).list())
        .containsExactly(
            new Rename("raw/a.fits", "2026/raw0/a.fits", false, 1, 12),
            new Rename("raw/b.fits", "2026/raw0/b.fits", false, 1, 12),
            new Rename("raw/deep", "2026/raw0/deep", true, 1, 19));
  }

  @Test
  void prefersTheFileThatKeptItsName() {
    MemoryTree left = MemoryTree.builder().file("x/1", "same").file("x/2", "same").build();
    MemoryTree right =
        MemoryTree.builder().file("y/2", "same").file("y/3", "same").file("y/4", "same").build();
    assertThat(renames(left, right, STANDARD).list())
        .containsExactly(
            new Rename("x/1", "y/3", false, 1, 4), new Rename("x/2", "y/2", false, 1, 4));
  }

  @Test
  void saysSoWhenThereAreTooManyCandidates() {
    Renames renames = renames(before, movedRaw().build(), STANDARD.withRenameCandidates(3));
    assertThat(renames.list()).isEmpty();
    assertThat(renames.complete()).isFalse();
    assertThat(renames.note()).contains("more than 3 entries");
  }

  @Test
  void findsAHugeMovedDirectoryByItsKeyAlone() {
    MemoryTree left = before.change().withKeys().build();
    MemoryTree right = movedRaw().withKeys().remove("2026").build();
    MemoryTree moved =
        movedTo(right.change(), "raw-x").file("raw-a/file", "new").withKeys().build();
    assertThat(renames(left, moved, STANDARD.withRenameCandidates(4)).list())
        .containsExactly(new Rename("raw", "raw-x", true, 5, 43));
  }

  @Test
  void stopsReadingAtTheBound() {
    MemoryTree after =
        before.change().remove("raw/a.fits").file("archive/a.fits", "content of a").build();
    DiffOptions options = new DiffOptions(List.of(), false, false, true, 1, 10_000, 20);
    Renames renames = renames(before, after, options);
    assertThat(renames.list()).isEmpty();
    assertThat(renames.complete()).isFalse();
    assertThat(renames.note()).contains("20 bytes");
  }

  @Test
  void tellsFilesApartThatDifferFarBehindTheirBeginning() {
    byte[] one = new byte[200_000];
    byte[] two = one.clone();
    two[150_000] = 1;
    MemoryTree left = MemoryTree.builder().file("a", one).file("b", two).build();
    MemoryTree right = MemoryTree.builder().file("c", two).file("d", one).build();
    assertThat(renames(left, right, STANDARD).list())
        .containsExactly(
            new Rename("a", "d", false, 1, 200_000), new Rename("b", "c", false, 1, 200_000));
  }

  private MemoryTree.Builder movedRaw() {
    return movedTo(before.change().remove("raw"), "2026/raw0");
  }

  private static MemoryTree.Builder movedTo(MemoryTree.Builder builder, String directory) {
    return builder
        .file(directory + "/a.fits", "content of a")
        .file(directory + "/b.fits", "content of b")
        .file(directory + "/empty", "")
        .file(directory + "/deep/c.fits", "longer content of c")
        .symlink(directory + "/latest", "b.fits");
  }

  private static Renames renames(MemoryTree left, MemoryTree right, DiffOptions options) {
    return TreeDiff.run(left, right, options, change -> {}).renames();
  }
}
