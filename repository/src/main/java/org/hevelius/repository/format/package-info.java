/**
 * The records as they stand on disk, their JSON and binary forms, and nothing else. Bytes in,
 * values out.
 */
@NullMarked
package org.hevelius.repository.format;

import org.jspecify.annotations.NullMarked;
