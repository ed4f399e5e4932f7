/**
 * Tells people and other programs what alerts say. Alerts become messages for the channels that
 * want them; messages are queued in the catalog and delivered, again and again where that fails.
 * How a channel delivers is behind the port {@link org.hevelius.core.notify.Channel}.
 */
@NullMarked
package org.hevelius.core.notify;

import org.jspecify.annotations.NullMarked;
