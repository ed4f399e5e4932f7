package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;

/**
 * Edits what is said of a snapshot: first the manifest in its captures, then the catalog; so a
 * rebuild finds what the catalog says.
 *
 * @param action as the audit trail names it
 */
record SnapshotEdit(Context context, String action) {
  /** Applies a change to a snapshot as it is now. */
  Snapshot apply(Snapshot seen, Function<Snapshot, Snapshot> change) {
    Snapshot old = new Strays(context).current(seen);
    Snapshot edited = change.apply(old);
    if (edited.equals(old)) {
      return old;
    }
    Snapshot annotated = annotate(edited);
    context
        .catalog()
        .replace(
            old, annotated, context.done(action, old.reference(), Rewording.text(old, annotated)));
    return annotated;
  }

  private Snapshot annotate(Snapshot snapshot) {
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(snapshot.dataset());
    Manifest manifest =
        new Manifest(
            dataset,
            context.catalog().highestVersion(dataset.name()),
            snapshot,
            null,
            context.clock().instant());
    Map<SourceSpec.Kind, List<Capture>> groups =
        snapshot.captures().stream()
            .collect(Collectors.groupingBy(capture -> capture.source().kind()));
    Map<SourceSpec, Capture> annotated = new HashMap<>();
    groups.forEach(
        (kind, captures) ->
            context
                .provider(captures.getFirst().source())
                .annotate(captures, manifest)
                .forEach(capture -> annotated.put(capture.source(), capture)));
    return snapshot
        .edit()
        .captures(
            snapshot.captures().stream().map(c -> annotated.getOrDefault(c.source(), c)).toList())
        .build();
  }
}
