/**
 * Records as JSON, the same for the command line's {@code --json} and for the service. What the
 * records say is theirs; here is only how it is written.
 */
@NullMarked
package org.hevelius.core.json;

import org.jspecify.annotations.NullMarked;
