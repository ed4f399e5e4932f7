/** Locks as restic knows them, so that no prune of any program removes what another is writing. */
@NullMarked
package org.hevelius.repository.lock;

import org.jspecify.annotations.NullMarked;
