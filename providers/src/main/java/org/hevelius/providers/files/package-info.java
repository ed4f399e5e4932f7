/**
 * What providers share whose sources are trees of files: the tree as it lies there or in a mounted
 * snapshot, restoring into it, and keeping Hevelius' own files out.
 */
@NullMarked
package org.hevelius.providers.files;

import org.jspecify.annotations.NullMarked;
