/**
 * The port to the index of file names over all snapshots. The index is derived data: it can be
 * deleted and filled again from the snapshots at any time.
 *
 * <p>It is coded in intervals: one record says that a file was there, unchanged, from one version
 * to another. It is filled version by version with the differences between neighbors, so that an
 * unchanged file costs nothing.
 */
@NullMarked
package org.hevelius.core.find;

import org.jspecify.annotations.NullMarked;
