/** Adapters of the catalog module. */
@NullMarked
package org.hevelius.catalog;

import org.jspecify.annotations.NullMarked;
