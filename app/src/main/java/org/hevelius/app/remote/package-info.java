/**
 * A client of the service: the facade of use cases, carried out by requests. Verbs flow in as they
 * do to an open home; requests go out, and the records that come back are read into those of the
 * core.
 */
@NullMarked
package org.hevelius.app.remote;

import org.jspecify.annotations.NullMarked;
