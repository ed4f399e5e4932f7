/**
 * A read-only tree of files: the form in which every provider shows a capture or the present state
 * of a source to browsing, comparing, finding and restoring.
 */
@NullMarked
package org.hevelius.core.tree;

import org.jspecify.annotations.NullMarked;
