/** A certificate authority of the stand-in's own, and the certificate that it listens with. */
@NullMarked
package org.hevelius.simulator.tls;

import org.jspecify.annotations.NullMarked;
