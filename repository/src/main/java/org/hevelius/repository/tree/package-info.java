/**
 * Trees as a whole: nodes made from what the file system says, compared with it, and trees loaded
 * from the repository.
 */
@NullMarked
package org.hevelius.repository.tree;

import org.jspecify.annotations.NullMarked;
