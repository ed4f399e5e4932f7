/** Where secrets stand: settings name the place, and never the secret. */
@NullMarked
package org.hevelius.core.secret;

import org.jspecify.annotations.NullMarked;
