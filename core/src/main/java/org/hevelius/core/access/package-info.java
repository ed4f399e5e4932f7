/**
 * Who may do what: roles on datasets, narrowed by the limits of a token. Users, tokens and sessions
 * as they are stored, the secrets that belong to them, and the ports to their store and to the hash
 * of passwords. Secrets come in from the command line and the service; only their hashes go out.
 */
@NullMarked
package org.hevelius.core.access;

import org.jspecify.annotations.NullMarked;
