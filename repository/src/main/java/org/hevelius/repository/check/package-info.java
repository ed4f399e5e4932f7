/** Reads what is stored and reports, as typed findings, whatever is not as it must be. */
@NullMarked
package org.hevelius.repository.check;

import org.jspecify.annotations.NullMarked;
