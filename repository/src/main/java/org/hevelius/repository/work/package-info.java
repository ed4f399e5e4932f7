/** Runs many small tasks on few threads, last in first out, so that what waits stays small. */
@NullMarked
package org.hevelius.repository.work;

import org.jspecify.annotations.NullMarked;
