package org.hevelius.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;

/** Where a rebuild in memory puts what was found. */
record InMemoryTarget(
    Map<DatasetName, Dataset> datasets,
    List<Snapshot> snapshots,
    Map<DatasetName, Long> given,
    ToLongFunction<DatasetName> highest,
    BiFunction<DatasetName, String, OptionalLong> versions)
    implements CatalogRebuild.Target {
  @Override
  public void put(Dataset dataset) {
    datasets.put(dataset.name(), dataset);
  }

  @Override
  public void put(Snapshot snapshot) {
    snapshots.removeIf(
        other ->
            other.dataset().equals(snapshot.dataset()) && other.version() == snapshot.version());
    snapshots.add(snapshot);
  }

  @Override
  public long highestVersion(DatasetName dataset) {
    return highest.applyAsLong(dataset);
  }

  @Override
  public OptionalLong versionOf(DatasetName dataset, String name) {
    return versions.apply(dataset, name);
  }

  @Override
  public void given(DatasetName dataset, long highestVersion) {
    given.put(dataset, highestVersion);
  }
}
