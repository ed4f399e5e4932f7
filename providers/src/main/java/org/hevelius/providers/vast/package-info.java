/**
 * Sources on VAST clusters. Settings name a cluster and how to log in; the client speaks to its
 * management system; the provider has snapshots taken, and keeps what is known of them beside.
 */
@NullMarked
package org.hevelius.providers.vast;

import org.jspecify.annotations.NullMarked;
