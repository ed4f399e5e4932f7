/**
 * The catalog in PostgreSQL, for several nodes: where it is ({@link
 * org.hevelius.catalog.postgres.PostgresAddress}), its connections and what their loss means, its
 * migrations and its errors. The tables themselves are those of {@code catalog.sql}.
 */
@NullMarked
package org.hevelius.catalog.postgres;

import org.jspecify.annotations.NullMarked;
