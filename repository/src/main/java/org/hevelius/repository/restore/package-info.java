/** Writes a tree of the repository into a directory: plan, read, verify, write, set metadata. */
@NullMarked
package org.hevelius.repository.restore;

import org.jspecify.annotations.NullMarked;
