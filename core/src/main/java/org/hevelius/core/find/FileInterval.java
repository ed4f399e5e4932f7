package org.hevelius.core.find;

import java.time.Instant;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * A run of versions in which a path was there, unchanged. Versions in between that are not in the
 * index, or not any more, are not counted.
 *
 * @param firstVersion the first version that has it
 * @param lastVersion the last version that has it
 * @param present whether the newest indexed version has it
 * @param size content length in bytes
 * @param mode permission bits
 * @param contentKey equal keys mean equal content; null when it wasn't known
 */
public record FileInterval(
    long firstVersion,
    long lastVersion,
    boolean present,
    TreeEntry.Type type,
    long size,
    Instant modified,
    int mode,
    @Nullable String contentKey) {}
