/**
 * Protection policies and their schedules, protected paths, and the restore of a path as a state
 * machine.
 */
@NullMarked
package org.hevelius.simulator.protection;

import org.jspecify.annotations.NullMarked;
