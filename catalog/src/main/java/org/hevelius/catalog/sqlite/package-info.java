/**
 * The catalog and the index of files in SQLite. A {@link org.hevelius.catalog.sqlite.Database} has
 * one writing connection and as many reading ones as are needed at once; each table has a class of
 * its own that knows its SQL.
 */
@NullMarked
package org.hevelius.catalog.sqlite;

import org.jspecify.annotations.NullMarked;
