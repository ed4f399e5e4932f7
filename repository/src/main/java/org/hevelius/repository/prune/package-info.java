/**
 * Frees what no snapshot needs, and mends indexes and packs: always a plan first, then exactly that
 * plan.
 */
@NullMarked
package org.hevelius.repository.prune;

import org.jspecify.annotations.NullMarked;
