/**
 * When something is due: text becomes a schedule, and a schedule and an instant become the next
 * instant. Nothing here runs anything or knows the present time.
 */
@NullMarked
package org.hevelius.core.schedule;

import org.jspecify.annotations.NullMarked;
