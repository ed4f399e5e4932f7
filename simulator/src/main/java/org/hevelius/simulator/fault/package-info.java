/** What goes wrong on purpose, and how the stand-in behaves: settings and faults, told by tests. */
@NullMarked
package org.hevelius.simulator.fault;

import org.jspecify.annotations.NullMarked;
