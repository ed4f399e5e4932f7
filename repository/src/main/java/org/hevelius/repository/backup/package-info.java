/**
 * Takes a directory tree into the repository: walk, compare with the parent, read, cut, seal,
 * store, publish.
 */
@NullMarked
package org.hevelius.repository.backup;

import org.jspecify.annotations.NullMarked;
