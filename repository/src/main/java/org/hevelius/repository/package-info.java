/**
 * The engine: a native implementation of the restic repository format, version 2. It stores bytes
 * and knows no dataset, no policy and no clock but the one that it is handed.
 *
 * <p>Data flows one way. Writing: {@code backup} reads a directory tree through {@code fs}, cuts
 * files with {@code chunk}, seals blobs with {@code crypto}, gathers them in {@code pack}s,
 * remembers them in the {@code index} and hands finished files to {@code storage}. Reading: {@code
 * index} finds a blob's place, {@code storage} delivers the bytes, {@code crypto} opens them,
 * {@code restore} and {@code check} use them. {@code format} holds the records as they stand on
 * disk and nothing else.
 */
@NullMarked
package org.hevelius.repository;

import org.jspecify.annotations.NullMarked;
