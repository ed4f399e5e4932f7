/**
 * Cuts the bytes of a file into content-defined chunks, so that equal stretches become equal blobs.
 */
@NullMarked
package org.hevelius.repository.chunk;

import org.jspecify.annotations.NullMarked;
