package org.hevelius.repository.restore;

import org.jspecify.annotations.Nullable;

/**
 * The states that meet in one directory.
 *
 * @param want wanted state, or null when nothing is wanted here
 * @param base state from which the target is thought to come, or null when that has nothing here
 * @param guard state in the guard snapshot, or null when that has nothing here
 * @param threeWay whether {@code base} counts
 * @param delete whether what isn't wanted is removed (two-way)
 * @param isNew whether this directory is known to be empty
 */
record Level(
    @Nullable StateDirectory want,
    @Nullable StateDirectory base,
    @Nullable StateDirectory guard,
    boolean threeWay,
    boolean delete,
    boolean isNew) {}
