/**
 * The use cases as resources under {@code /api/v1}: routes in, the records that {@code --json}
 * prints out. Plans and long operations are resources; every route names the right that it takes.
 */
@NullMarked
package org.hevelius.server.api;

import org.jspecify.annotations.NullMarked;
