/**
 * Snapshots as trees that are copied and then appear whole, clones of them, and what protects them
 * from being deleted.
 */
@NullMarked
package org.hevelius.simulator.snapshot;

import org.jspecify.annotations.NullMarked;
