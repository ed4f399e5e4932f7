package org.hevelius.repository.restore;

import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.restore.RestoreAction.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Brings owner, mode, attributes and times of directories that were there already to the wanted
 * state, after all below them is done. What a restore writes into a directory changes its times, so
 * other times alone are no action that is told.
 */
record DirectoryMetadata(RestoreContext context, LiveState live) {
  /**
   * Settles one; three-way only what nobody has changed since the base.
   *
   * @param want by its name in the parent
   * @param base the state that is taken back, or null; says nothing unless it is three-way
   * @param before as it was found, before anything below it was touched
   */
  void settle(Directory parent, String path, Node want, @Nullable Node base, Stat before) {
    boolean threeWay = context.request().base() != null;
    boolean isAsBase =
        base != null
            && base.type() == NodeType.DIRECTORY
            && live.sameButTimes(parent, base.named(want.name()), before);
    if (threeWay && !isAsBase) {
      return;
    }
    boolean told = !live.sameButTimes(parent, want, before);
    boolean times = !threeWay || (base != null && base.mtime().equals(before.mtime()));
    if (!context.request().dryRun()) {
      if (times && !live.sameMetadata(parent, want, parent.stat(want.name()))) {
        Metadata.set(context.owners(), parent, want, false);
      } else if (told) {
        Metadata.setButTimes(context.owners(), parent, want, false);
      }
    }
    if (told) {
      context.act(RestoreAction.on(before, Kind.METADATA, path, 0, "directory"));
    }
  }
}
