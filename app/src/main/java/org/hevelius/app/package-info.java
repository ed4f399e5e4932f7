/** Adapters of the app module. */
@NullMarked
package org.hevelius.app;

import org.jspecify.annotations.NullMarked;
