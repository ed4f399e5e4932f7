/**
 * Knows in which pack each blob lies. Filled from index files, asked by everyone, extended by the
 * packer.
 */
@NullMarked
package org.hevelius.repository.index;

import org.jspecify.annotations.NullMarked;
