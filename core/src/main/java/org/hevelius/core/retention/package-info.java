/**
 * Decides what is kept: a pure function from the snapshots of one dataset and rules to keep or
 * forget, with reasons. Nothing here removes anything.
 */
@NullMarked
package org.hevelius.core.retention;

import org.jspecify.annotations.NullMarked;
