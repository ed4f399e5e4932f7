package org.hevelius.repository.backup;

import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.pack.BlobCodec;

/** Stores tree blobs and counts them. */
final class TreeStore {
  private TreeStore() {}

  static Id save(BackupContext context, BlobCodec codec, byte[] tree) {
    return save(context, codec, BlobType.TREE, tree);
  }

  static Id save(BackupContext context, BlobCodec codec, BlobType type, byte[] plain) {
    Id id = codec.hash(plain, 0, plain.length);
    int sealed = context.writer().save(codec, type, id, plain, 0, plain.length);
    if (sealed > 0) {
      (type == BlobType.TREE ? context.counters().treeBlobs : context.counters().dataBlobs)
          .increment();
      context.counters().added.add(plain.length);
      context.counters().stored.add(sealed);
    }
    return id;
  }
}
