/**
 * Numbers about the state of a home, for programs that watch it: what they are called, and the few
 * questions to the catalog that they are computed from.
 */
@NullMarked
package org.hevelius.core.metrics;

import org.jspecify.annotations.NullMarked;
