/** Work that goes on after the answer: tasks that take their time on the stand-in's clock. */
@NullMarked
package org.hevelius.simulator.task;

import org.jspecify.annotations.NullMarked;
