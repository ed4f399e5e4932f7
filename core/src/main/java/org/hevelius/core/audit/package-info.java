/**
 * The trail of what was done, by whom and with what result: entries that are chained by hashes, so
 * that an entry that was changed or taken out shows.
 */
@NullMarked
package org.hevelius.core.audit;

import org.jspecify.annotations.NullMarked;
