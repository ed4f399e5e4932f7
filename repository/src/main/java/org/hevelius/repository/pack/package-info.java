/** Gathers sealed blobs into pack files on the way in, and takes them out again on the way back. */
@NullMarked
package org.hevelius.repository.pack;

import org.jspecify.annotations.NullMarked;
