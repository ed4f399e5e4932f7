/**
 * A stand-in for a VAST management system (VMS) over a real directory, for tests, demonstrations
 * and evaluation. It depends on nothing else of Hevelius. Requests come in through {@code http},
 * are taken to a resource by {@code vms}, change what {@code state} keeps and what lies in {@code
 * files}; what is due by the stand-in's own clock happens without anybody asking.
 */
@NullMarked
package org.hevelius.simulator;

import org.jspecify.annotations.NullMarked;
