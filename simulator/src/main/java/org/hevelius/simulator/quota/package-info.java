/** Quotas: limits on directories, what they use, and the states that follow. */
@NullMarked
package org.hevelius.simulator.quota;

import org.jspecify.annotations.NullMarked;
