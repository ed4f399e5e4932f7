/**
 * Whole recoveries as they are recorded: each step before it begins and after it has ended, so that
 * whoever comes after a crash knows what stands where.
 */
@NullMarked
package org.hevelius.core.recovery;

import org.jspecify.annotations.NullMarked;
