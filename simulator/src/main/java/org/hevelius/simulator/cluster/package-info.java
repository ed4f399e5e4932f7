/** The cluster itself: its nodes, capacity and measurements. */
@NullMarked
package org.hevelius.simulator.cluster;

import org.jspecify.annotations.NullMarked;
