package org.hevelius.repository.prune;

import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.PackedBlob;

/** How much of a pack is needed. */
final class PackUse {
  long usedBytes;
  long wasteBytes;
  int usedBlobs;
  boolean hasData;
  boolean hasTrees;
  boolean hasCompressed;

  void add(PackedBlob blob, boolean needed) {
    hasData |= blob.type() == BlobType.DATA;
    hasTrees |= blob.type() == BlobType.TREE;
    hasCompressed |= blob.compressed();
    if (needed) {
      usedBlobs++;
      usedBytes += blob.length();
    } else {
      wasteBytes += blob.length();
    }
  }

  boolean isMixed() {
    return hasData && hasTrees;
  }

  /** Share of what could go, from 0 to 1. */
  double waste() {
    return wasteBytes == 0 ? 0 : (double) wasteBytes / (usedBytes + wasteBytes);
  }
}
