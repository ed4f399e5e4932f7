/** Reads the state of the Git work tree that a source may be, with the program git. */
@NullMarked
package org.hevelius.providers.git;

import org.jspecify.annotations.NullMarked;
