/**
 * Adapters of the port that tells people: e-mail, signed webhooks, Slack's incoming webhooks and
 * pings as Healthchecks takes them. Messages go out; of what comes back only a code is read.
 */
@NullMarked
package org.hevelius.providers.notify;

import org.jspecify.annotations.NullMarked;
