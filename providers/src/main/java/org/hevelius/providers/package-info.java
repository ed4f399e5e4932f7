/** Adapters of the providers module. */
@NullMarked
package org.hevelius.providers;

import org.jspecify.annotations.NullMarked;
