/** Keys, and the sealing and opening of units. Plain bytes go in, sealed bytes come out. */
@NullMarked
package org.hevelius.repository.crypto;

import org.jspecify.annotations.NullMarked;
