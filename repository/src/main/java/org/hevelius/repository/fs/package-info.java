/**
 * The file system as POSIX has it: raw names, all metadata, directory-relative calls; native where
 * it can be.
 */
@NullMarked
package org.hevelius.repository.fs;

import org.jspecify.annotations.NullMarked;
