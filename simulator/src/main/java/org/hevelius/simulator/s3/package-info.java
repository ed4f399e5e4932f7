/** Buckets of views over the S3 protocol, to be read: objects, lists, and the hidden snapshots. */
@NullMarked
package org.hevelius.simulator.s3;

import org.jspecify.annotations.NullMarked;
