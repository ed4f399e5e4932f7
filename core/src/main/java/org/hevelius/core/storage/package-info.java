/**
 * Storage systems as their operators see them: views tuned to how data is read, quotas and their
 * growth, health and performance. Definitions and numbers come in through the port, plans go out;
 * nothing here asks which storage it is.
 */
@NullMarked
package org.hevelius.core.storage;

import org.jspecify.annotations.NullMarked;
