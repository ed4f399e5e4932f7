/** Hashes of users' passwords: slow and hungry for memory, so that guessing them is, too. */
@NullMarked
package org.hevelius.providers.password;

import org.jspecify.annotations.NullMarked;
