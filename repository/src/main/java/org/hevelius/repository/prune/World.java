package org.hevelius.repository.prune;

import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.storage.Storage;

/** Which files there are, in brief: a plan holds only as long as this stays the same. */
record World(Census snapshots, Census indexes, Census packs) {

  /** A set of files: their number, size, and the sums of the words of their names. */
  record Census(long files, long bytes, long a, long b, long c, long d) {
    static Census of(Storage storage, FileKind kind) {
      long[] sums = new long[6];
      storage.list(
          kind,
          listed -> {
            sums[0]++;
            sums[1] += listed.size();
            sums[2] += listed.id().a();
            sums[3] += listed.id().b();
            sums[4] += listed.id().c();
            sums[5] += listed.id().d();
          });
      return new Census(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
    }
  }

  /** Looks at the storage. */
  static World of(Storage storage) {
    return new World(
        Census.of(storage, FileKind.SNAPSHOT),
        Census.of(storage, FileKind.INDEX),
        Census.of(storage, FileKind.PACK));
  }

  /** Refuses to go on unless everything is as it was. */
  void requireUnchanged(Storage storage) {
    if (!equals(of(storage))) {
      throw new RepositoryException(
          Kind.INVALID,
          "the repository changed since the plan was made",
          "nothing was done; make a new plan");
    }
  }
}
