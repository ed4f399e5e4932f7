/**
 * Requests that may be sent again: what was begun under which key, and how it was answered. The
 * service is the one that asks.
 */
@NullMarked
package org.hevelius.core.request;

import org.jspecify.annotations.NullMarked;
