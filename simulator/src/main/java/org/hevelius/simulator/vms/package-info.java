/** Takes requests to resources, faults to requests, and what is due to its time. */
@NullMarked
package org.hevelius.simulator.vms;

import org.jspecify.annotations.NullMarked;
