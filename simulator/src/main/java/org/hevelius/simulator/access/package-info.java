/** Who calls: passwords, pairs of tokens, and tokens for programs. */
@NullMarked
package org.hevelius.simulator.access;

import org.jspecify.annotations.NullMarked;
