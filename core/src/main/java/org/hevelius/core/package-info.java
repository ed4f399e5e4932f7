/** The domain and its use cases. Knows no HTTP, no SQL, no vendor and no repository. */
@NullMarked
package org.hevelius.core;

import org.jspecify.annotations.NullMarked;
