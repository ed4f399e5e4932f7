package org.hevelius.providers.btrfs;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;

/**
 * Compares a source with the version before: whether it still is the subvolume that was captured
 * then, and whether that capture is as it was.
 *
 * @param before null when there is none
 */
record History(Volumes volumes, Volumes.Source source, @Nullable Capture before) {
  /** Adds what people should know. */
  void tell(List<String> findings) {
    if (before == null) {
      return;
    }
    Identity identity = Identity.of(before);
    try {
      Optional<Volumes.Found> found = volumes.find(before);
      if (found.isEmpty()) {
        findings.add(
            "the snapshot %s of the version before is gone: it was deleted by another hand"
                .formatted(identity.brief()));
        return;
      }
      Subvolume image = found.get().subvolume();
      if (!image.readOnly()) {
        findings.add(
            "the snapshot %s of the version before can be written to now: somebody has switched"
                    .formatted(identity.brief())
                + " its read-only flag off");
      }
      String origin = image.origin();
      if (origin != null && !origin.equals(source.subvolume().uuid()) && !isPutBack()) {
        findings.add(
            "another subvolume stands at %s since the version before; it may share nothing with it"
                .formatted(Names.show(source.path())));
      }
    } catch (HeveliusException e) {
      findings.add("the version before can't be looked at: " + e.getMessage());
    }
  }

  /** Whether the source was made of one of our snapshots, as a rollback does. */
  private boolean isPutBack() {
    String origin = source.subvolume().origin();
    return origin != null
        && volumes
            .commands()
            .find(source.mount().point(), origin)
            .filter(image -> Place.contains(image.path()))
            .isPresent();
  }
}
