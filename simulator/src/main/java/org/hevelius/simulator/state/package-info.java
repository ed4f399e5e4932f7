/**
 * What the stand-in knows: its clock, its resources in memory, and the journal that brings them
 * back after a restart or a kill. A {@link org.hevelius.simulator.state.Refusal} is the answer to
 * what can't be done.
 */
@NullMarked
package org.hevelius.simulator.state;

import org.jspecify.annotations.NullMarked;
