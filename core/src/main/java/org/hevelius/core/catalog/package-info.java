/**
 * The port to the searchable record of datasets, snapshots, operations and audit, and what is asked
 * and answered through it. Everything but audit and operations can be rebuilt from storage.
 */
@NullMarked
package org.hevelius.core.catalog;

import org.jspecify.annotations.NullMarked;
