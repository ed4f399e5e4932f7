/**
 * Requests and answers over TLS on the loopback address. The library that speaks HTTP is known here
 * and nowhere else.
 */
@NullMarked
package org.hevelius.simulator.http;

import org.jspecify.annotations.NullMarked;
