/**
 * Comparing: two trees entry by entry ({@link org.hevelius.core.compare.TreeDiff}), and two
 * versions of one file by what is in it ({@link org.hevelius.core.compare.ContentDiff}). Both read
 * streams and hold no more than their stated bounds, whatever the size of the data.
 */
@NullMarked
package org.hevelius.core.compare;

import org.jspecify.annotations.NullMarked;
