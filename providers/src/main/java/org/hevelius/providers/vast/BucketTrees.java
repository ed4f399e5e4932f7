package org.hevelius.providers.vast;

import java.util.Optional;

/** Trees of files that are read through buckets, where views expose them. */
interface BucketTrees {
  /** None at all. */
  BucketTrees NONE =
      new BucketTrees() {
        @Override
        public Optional<S3Tree> snapshot(
            VastCluster cluster, VastSnapshot snapshot, VastPath path) {
          return Optional.empty();
        }

        @Override
        public Optional<S3Tree> live(VastCluster cluster, VastPath path) {
          return Optional.empty();
        }
      };

  /** A path in a snapshot; nothing where no bucket shows it. */
  Optional<S3Tree> snapshot(VastCluster cluster, VastSnapshot snapshot, VastPath path);

  /** A path as it is now; nothing where no bucket shows it. */
  Optional<S3Tree> live(VastCluster cluster, VastPath path);
}
