/** Runs the external programs that providers need: without a shell, with a limit of time. */
@NullMarked
package org.hevelius.providers.process;

import org.jspecify.annotations.NullMarked;
