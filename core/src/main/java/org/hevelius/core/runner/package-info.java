/**
 * Work that is done without being asked: one runner beats by an injected clock and hands each beat
 * to its chores. Of several nodes on one catalog only the leader's runner works.
 */
@NullMarked
package org.hevelius.core.runner;

import org.jspecify.annotations.NullMarked;
