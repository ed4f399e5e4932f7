/** Lines for operators, with what they are about; who shows them decides in which form. */
@NullMarked
package org.hevelius.core.log;

import org.jspecify.annotations.NullMarked;
