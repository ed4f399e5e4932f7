/**
 * Who calls: tokens, sessions in a cookie, the routes to log in and out. Requests come in from
 * {@code .http}; who somebody is, is asked of the core. Every refusal and every call that changes
 * something goes to the audit trail, with a token's prefix and never the token.
 */
@NullMarked
package org.hevelius.server.auth;

import org.jspecify.annotations.NullMarked;
