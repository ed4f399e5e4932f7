/**
 * The element store as directories of this machine: where which path lies, trees that are copied,
 * measured and removed, and nothing that leads out of the root.
 */
@NullMarked
package org.hevelius.simulator.files;

import org.jspecify.annotations.NullMarked;
