/** The port to what captures and restores sources, and to the repositories that hold captures. */
@NullMarked
package org.hevelius.core.provider;

import org.jspecify.annotations.NullMarked;
