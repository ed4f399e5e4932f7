package org.hevelius.repository.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** An index answers the same, wherever its tables lie. */
@ParameterizedClass
@ValueSource(longs = {Long.MAX_VALUE, 3 << 20, 0})
class BlobIndexTest {
  private static final int BLOBS = 60_000;

  @TempDir private Path scratch;
  @Parameter private long heapBytes;

  private BlobIndex index() {
    return new BlobIndex(new IndexSpace(heapBytes, scratch));
  }

  private static Id id(Random random) {
    return new Id(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static List<PackedBlob> blobs(long seed) {
    Random random = new Random(seed);
    List<PackedBlob> blobs = new ArrayList<>();
    for (int i = 0; i < BLOBS; i++) {
      BlobType type = random.nextInt(10) == 0 ? BlobType.TREE : BlobType.DATA;
      blobs.add(new PackedBlob(type, id(random), i % 100 * 1000, 900, random.nextInt(5000)));
    }
    return blobs;
  }

  private static List<Id> packs(long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, BLOBS / 100).mapToObj(_ -> id(random)).toList();
  }

  private void fill(BlobIndex index, List<PackedBlob> blobs, List<Id> packs) {
    for (int i = 0; i < BLOBS; i++) {
      index.add(packs.get(i / 100), blobs.get(i));
    }
  }

  @Test
  void findsEveryBlobWhereItLiesAndNoOther() {
    List<PackedBlob> blobs = blobs(1);
    List<Id> packs = packs(2);
    BlobIndex index = index();
    fill(index, blobs, packs);
    assertThat(index.size()).isEqualTo(BLOBS);
    for (int i = 0; i < BLOBS; i++) {
      PackedBlob blob = blobs.get(i);
      int entry = index.find(blob.type(), blob.id());
      assertThat(index.blob(entry)).isEqualTo(blob);
      assertThat(index.packId(entry)).isEqualTo(packs.get(i / 100));
      BlobType other = blob.type() == BlobType.TREE ? BlobType.DATA : BlobType.TREE;
      assertThat(index.find(other, blob.id())).isEqualTo(BlobIndex.NONE);
    }
    assertThat(blobs(3)).noneMatch(blob -> index.contains(blob.type(), blob.id()));
  }

  @Test
  void givesEveryCopyOfABlobOnceInTheOrderInWhichTheyCame() {
    List<PackedBlob> blobs = blobs(4);
    List<Id> packs = packs(5);
    BlobIndex index = index();
    fill(index, blobs, packs);
    PackedBlob twice = blobs.get(77);
    Id second = id(new Random(6));
    index.add(second, twice);
    index.add(second, twice);
    int first = index.find(twice.type(), twice.id());
    int next = index.findNext(first);
    assertThat(index.packId(first)).isEqualTo(packs.getFirst());
    assertThat(index.packId(next)).isEqualTo(second);
    assertThat(index.findNext(next)).isEqualTo(BlobIndex.NONE);
  }

  @Test
  void listsTheBlobsOfAPackByOffset() {
    List<PackedBlob> blobs = blobs(7);
    List<Id> packs = packs(8);
    BlobIndex index = index();
    fill(index, blobs, packs);
    PackEntries entries = new PackEntries(index);
    for (int p = 0; p < packs.size(); p++) {
      assertThat(entries.blobs(index.packNumber(packs.get(p))))
          .isEqualTo(blobs.subList(p * 100, (p + 1) * 100));
    }
  }

  @Test
  void leavesNoFileBehindWhateverHappensToTheProgram() throws IOException {
    fill(index(), blobs(9), packs(10));
    try (Stream<Path> files = Files.list(scratch)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void usesMemoryWhereNoFileCanBeMade() {
    List<PackedBlob> blobs = blobs(11);
    BlobIndex index = new BlobIndex(new IndexSpace(heapBytes, scratch.resolve("missing")));
    fill(index, blobs, packs(12));
    assertThat(blobs).allMatch(blob -> index.contains(blob.type(), blob.id()));
  }
}
