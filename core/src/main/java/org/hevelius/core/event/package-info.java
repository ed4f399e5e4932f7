/**
 * Events: what happened outside and may call for snapshots. Each is recorded with its attributes,
 * before the first snapshot, and with what came of it, after.
 */
@NullMarked
package org.hevelius.core.event;

import org.jspecify.annotations.NullMarked;
