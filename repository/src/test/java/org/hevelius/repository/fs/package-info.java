/** Tests of the local file system. */
@NullMarked
package org.hevelius.repository.fs;

import org.jspecify.annotations.NullMarked;
