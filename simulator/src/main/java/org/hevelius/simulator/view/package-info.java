/** Views, their policies, the tenants that own them, and the directories below. */
@NullMarked
package org.hevelius.simulator.view;

import org.jspecify.annotations.NullMarked;
