/**
 * The command line. A verb is one class; {@link org.hevelius.app.cli.Verbs} lists them. Arguments
 * flow through picocli into a verb, the verb calls one use case and prints the record that comes
 * back: as text through {@link org.hevelius.app.cli.Console}, or with {@code --json} as it is.
 * Results go to the standard output, everything else to the standard error.
 */
@NullMarked
package org.hevelius.app.cli;

import org.jspecify.annotations.NullMarked;
