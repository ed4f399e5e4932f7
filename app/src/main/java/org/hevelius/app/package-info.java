/**
 * The program: {@code Main} starts it and {@code Wiring} joins the parts. Nothing else sees both
 * the command line and the adapters behind the use cases.
 */
@NullMarked
package org.hevelius.app;

import org.jspecify.annotations.NullMarked;
