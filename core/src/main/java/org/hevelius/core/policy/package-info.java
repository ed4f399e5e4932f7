/**
 * Policies: what is to be taken, when, and how long it is kept, written once as data. Text becomes
 * policies with the place of each value; policies and the name of a dataset become what holds for
 * it; and that becomes due times and rules of retention. Nothing here takes or removes anything.
 */
@NullMarked
package org.hevelius.core.policy;

import org.jspecify.annotations.NullMarked;
