/**
 * The service's own small idea of HTTP: routes that say who may use them, requests, responses and
 * problems. The library that speaks the protocol is known here and nowhere else.
 */
@NullMarked
package org.hevelius.server.http;

import org.jspecify.annotations.NullMarked;
