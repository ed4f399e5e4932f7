/**
 * The catalog in tables: each has a class of its own that knows its SQL, which is the same for
 * every {@link org.hevelius.catalog.sql.Database}. The few differences are {@link
 * org.hevelius.catalog.sql.Dialect}; the tables themselves are made by the migrations of the
 * databases' own rooms.
 */
@NullMarked
package org.hevelius.catalog.sql;

import org.jspecify.annotations.NullMarked;
