package org.hevelius.core.usecase;

import java.util.Optional;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Snapshot;

/**
 * Records the snapshots of creates that were interrupted after storage had published them and
 * before the catalog knew.
 */
final class Strays {
  private final Context context;

  Strays(Context context) {
    this.context = context;
  }

  /**
   * Looks for the versions that were given after the newest recorded one. Storage is asked only
   * when there are any, so that the usual create doesn't pay for it. A create that is still running
   * in another process may be among them: recording an equal snapshot again is no change.
   */
  void record(Dataset dataset) {
    long newest = context.catalog().latest(dataset.name()).map(Snapshot::version).orElse(0L);
    long given = context.catalog().highestVersion(dataset.name());
    if (given == newest) {
      return;
    }
    dataset.sources().stream()
        .map(SourceSpec::kind)
        .distinct()
        .map(context.providers()::get)
        .flatMap(provider -> Optional.ofNullable(provider).stream())
        .flatMap(
            provider ->
                provider.recover(dataset, version -> version > newest && version <= given).stream())
        .forEach(this::record);
  }

  private void record(Recovered found) {
    Snapshot snapshot = found.manifest().snapshot().edit().captures(found.captures()).build();
    String shortName = snapshot.shortName();
    boolean taken =
        shortName != null
            && context
                .catalog()
                .byShortName(snapshot.dataset(), shortName)
                .filter(other -> other.version() != snapshot.version())
                .isPresent();
    context
        .catalog()
        .record(
            taken ? snapshot.edit().shortName(null).build() : snapshot,
            context.done("create", snapshot.reference(), "recovered from an interrupted create"));
  }
}
