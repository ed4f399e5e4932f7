/**
 * The catalog and the index of files in SQLite. A {@link
 * org.hevelius.catalog.sqlite.SqliteDatabase} has one writing connection and as many reading ones
 * as are needed at once.
 */
@NullMarked
package org.hevelius.catalog.sqlite;

import org.jspecify.annotations.NullMarked;
