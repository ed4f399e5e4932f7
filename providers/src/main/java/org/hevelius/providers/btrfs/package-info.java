/**
 * Takes Btrfs subvolumes as read-only snapshots of their own file system, and gives them back.
 * Commands of {@code btrfs} and the table of mounts flow in; snapshots lie in a closed directory at
 * the top of a mount, with what is known of them in files beside them, so that a catalog can be
 * rebuilt from there.
 */
@NullMarked
package org.hevelius.providers.btrfs;

import org.jspecify.annotations.NullMarked;
