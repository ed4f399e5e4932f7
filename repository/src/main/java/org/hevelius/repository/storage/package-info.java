/**
 * Where the files of a repository lie: one port, with local, in-memory, caching, retrying and
 * fault-injecting forms.
 */
@NullMarked
package org.hevelius.repository.storage;

import org.jspecify.annotations.NullMarked;
