/**
 * What a version of a dataset is: the snapshot with its captures, holds and marks, its generated
 * name, the references that people name it by, and the manifest that carries all of it inside the
 * snapshot's own tree.
 */
@NullMarked
package org.hevelius.core.snapshot;

import org.jspecify.annotations.NullMarked;
