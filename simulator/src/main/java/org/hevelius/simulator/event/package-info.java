/** What has happened: events, and the alarms that some of them raise. */
@NullMarked
package org.hevelius.simulator.event;

import org.jspecify.annotations.NullMarked;
