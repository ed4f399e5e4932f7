/**
 * The use cases: everything that the command line, the service and tests can ask for. Each takes a
 * request of values and gives a result of values; each change is written to the audit trail,
 * failures and refusals too.
 */
@NullMarked
package org.hevelius.core.usecase;

import org.jspecify.annotations.NullMarked;
