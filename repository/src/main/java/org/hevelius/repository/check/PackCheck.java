package org.hevelius.repository.check;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.PackContent;
import org.hevelius.repository.pack.PackHeaders;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.work.WorkStack;

/** Reads packs whole and compares them with their names, their headers and the index. */
final class PackCheck implements WorkStack.Worker {
  private final BlobCodec codec;
  private final PackContent content;

  PackCheck(Storage storage, BlobCodec codec) {
    this.codec = codec;
    this.content = new PackContent(storage);
  }

  /**
   * What is wrong with a pack.
   *
   * @param problems in words; empty when the pack is sound
   * @param damaged positions of the blobs in the given list that can't be used
   */
  record Verdict(List<String> problems, List<Integer> damaged) {}

  /**
   * Checks one pack.
   *
   * @param indexed its blobs in the index by offset; empty when the index doesn't list it, then the
   *     header says what to look at
   * @throws RepositoryException if the storage can't deliver the pack
   */
  Verdict check(Id pack, long size, List<PackedBlob> indexed) {
    content.open(pack, size);
    List<String> problems = new ArrayList<>();
    if (!content.hash().equals(pack)) {
      problems.add("its bytes don't hash to its name");
    }
    List<PackedBlob> header = header(pack, problems);
    if (!indexed.isEmpty() && !header.isEmpty() && !header.equals(indexed)) {
      problems.add("its header and the index list different blobs");
    }
    List<PackedBlob> blobs = indexed.isEmpty() ? header : indexed;
    List<Integer> damaged = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      if (!isSound(blobs.get(i))) {
        damaged.add(i);
      }
    }
    if (!damaged.isEmpty()) {
      problems.add(damaged.size() + " of its " + blobs.size() + " blobs are damaged");
    }
    return new Verdict(problems, damaged);
  }

  private List<PackedBlob> header(Id pack, List<String> problems) {
    try {
      return PackHeaders.read(content, codec, pack);
    } catch (RepositoryException e) {
      passDamage(e);
      problems.add("its header can't be read");
      return List.of();
    }
  }

  private boolean isSound(PackedBlob blob) {
    try {
      int at = content.at(blob.offset(), blob.length());
      codec.decode(blob, content.bytes(), at);
      return true;
    } catch (RepositoryException e) {
      passDamage(e);
      return false;
    }
  }

  private static void passDamage(RepositoryException e) {
    if (e.kind() != Kind.DAMAGED) {
      throw e;
    }
  }

  @Override
  public void close() {
    codec.close();
  }
}
