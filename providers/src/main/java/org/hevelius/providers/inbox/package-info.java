/** Events that other programs drop as files into a directory. */
@NullMarked
package org.hevelius.providers.inbox;

import org.jspecify.annotations.NullMarked;
