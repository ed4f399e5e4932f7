/** Rehearsed restores: what was tried, what was found, how long it took, and what was learned. */
@NullMarked
package org.hevelius.core.drill;

import org.jspecify.annotations.NullMarked;
