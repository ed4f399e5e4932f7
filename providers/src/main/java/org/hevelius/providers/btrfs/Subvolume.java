package org.hevelius.providers.btrfs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subvolume, as {@code btrfs} tells of it.
 *
 * @param path inside the file system, from its top level, beginning with a slash
 * @param id the number of its tree
 * @param parent the number of the tree that it lies in
 * @param uuid its identity
 * @param origin the identity of the subvolume of which it is a snapshot, or null
 * @param received the identity that it had where it was received from, or null
 * @param born the transaction in which it was made
 * @param created when it was made, in seconds; the epoch where a list doesn't say it
 * @param referenced bytes that it refers to; -1 when quotas don't count them
 * @param limit bytes that it may refer to at most; -1 when there is no limit
 */
record Subvolume(
    String path,
    long id,
    long parent,
    String uuid,
    @Nullable String origin,
    @Nullable String received,
    long born,
    Instant created,
    boolean readOnly,
    long referenced,
    long limit) {
  /** The number of the top level, which is no subvolume that can be captured. */
  static final long TOP = 5;
}
