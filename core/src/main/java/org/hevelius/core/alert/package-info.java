/** What people and other programs are told of: what happened, how grave it is, to which thing. */
@NullMarked
package org.hevelius.core.alert;

import org.jspecify.annotations.NullMarked;
