/**
 * What all resources of the management system have in common: fields and their shapes, lists with
 * filters and pages, callers, and the verbs on a collection.
 */
@NullMarked
package org.hevelius.simulator.resource;

import org.jspecify.annotations.NullMarked;
