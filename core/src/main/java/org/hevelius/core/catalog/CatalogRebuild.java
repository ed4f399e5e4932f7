package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotNames;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the snapshots that were found in storage, for implementations of {@link
 * Catalog#rebuild}. It remembers keys and times, not the snapshots themselves.
 */
public final class CatalogRebuild {

  /** Where the rebuilt records go. */
  public interface Target {
    /** Makes the dataset's definition this one; called again when a later one is found. */
    void put(Dataset dataset);

    /** Stores a snapshot under its dataset and version, in place of one stored before. */
    void put(Snapshot snapshot);

    /** The highest version that the dataset had given before the rebuild. */
    long highestVersion(DatasetName dataset);

    /** The version of the dataset that this name was given to before the rebuild. */
    OptionalLong versionOf(DatasetName dataset, String name);

    /** Makes it known that the dataset has given versions up to this one. */
    void given(DatasetName dataset, long highestVersion);
  }

  private static final class State {
    final Map<Long, Kept> versions = new HashMap<>();
    final Map<String, Long> names = new HashMap<>();
    final Map<String, Long> shortNames = new HashMap<>();
    Instant definitionWritten = Instant.MIN;
    long highest;
  }

  /**
   * @param claimed the name in the manifest; {@code given} may have a number at its end
   */
  private record Kept(String claimed, String given, Instant written, @Nullable String shortName) {}

  private final Target target;
  private final Map<DatasetName, State> states = new TreeMap<>();
  private final Set<String> allNames = new HashSet<>();
  private final List<Recovered> displaced = new ArrayList<>();
  private final List<RebuildReport.Finding> findings = new ArrayList<>();

  private CatalogRebuild(Target target) {
    this.target = target;
  }

  /** Stores all that was found and reports what couldn't be taken over as it was. */
  public static RebuildReport run(Stream<Recovered> found, Target target) {
    CatalogRebuild rebuild = new CatalogRebuild(target);
    found.forEach(rebuild::accept);
    // Only now are all claimed versions known, so that a new number can't collide with one of them.
    rebuild.displaced.forEach(rebuild::renumber);
    long snapshots = 0;
    for (Map.Entry<DatasetName, State> entry : rebuild.states.entrySet()) {
      target.given(entry.getKey(), entry.getValue().highest);
      snapshots += entry.getValue().versions.size();
    }
    return new RebuildReport(rebuild.states.size(), snapshots, rebuild.findings);
  }

  private void accept(Recovered recovered) {
    Snapshot snapshot = recovered.manifest().snapshot();
    State state = state(recovered);
    Kept there = state.versions.get(snapshot.version());
    if (there == null) {
      store(state, recovered, snapshot.version());
    } else if (!there.claimed().equals(snapshot.name())) {
      displaced.add(recovered);
    } else if (recovered.manifest().written().isAfter(there.written())) {
      free(state, snapshot.version(), there);
      store(state, recovered, snapshot.version());
    }
  }

  private void renumber(Recovered recovered) {
    Snapshot snapshot = recovered.manifest().snapshot();
    State state = state(recovered);
    Long known = state.names.get(snapshot.name());
    if (known != null) {
      Kept there = state.versions.get(known);
      if (there != null && recovered.manifest().written().isAfter(there.written())) {
        free(state, known, there);
        store(state, recovered, known);
      }
      return;
    }
    OptionalLong before = target.versionOf(snapshot.dataset(), snapshot.name());
    boolean free = before.isPresent() && !state.versions.containsKey(before.getAsLong());
    long version = free ? before.getAsLong() : state.highest + 1;
    store(state, recovered, version);
    findings.add(
        new RebuildReport.Renumbered(
            snapshot.dataset(), snapshot.name(), snapshot.version(), version));
  }

  private State state(Recovered recovered) {
    DatasetName name = recovered.manifest().snapshot().dataset();
    State state = states.get(name);
    if (state == null) {
      state = new State();
      state.highest = target.highestVersion(name);
      states.put(name, state);
    }
    if (recovered.manifest().written().isAfter(state.definitionWritten)
        && recovered.manifest().dataset().name().equals(name)) {
      state.definitionWritten = recovered.manifest().written();
      target.put(recovered.manifest().dataset());
    }
    state.highest = Math.max(state.highest, recovered.manifest().highestVersion());
    return state;
  }

  private void store(State state, Recovered recovered, long version) {
    Snapshot found = recovered.manifest().snapshot();
    DatasetName dataset = found.dataset();
    String name = found.name();
    for (int n = 2; allNames.contains(name); n++) {
      name = SnapshotNames.numbered(found.name(), n);
    }
    if (!name.equals(found.name())) {
      findings.add(new RebuildReport.Renamed(dataset, version, found.name(), name));
    }
    String shortName = found.shortName();
    if (shortName != null && state.shortNames.containsKey(shortName)) {
      findings.add(new RebuildReport.ShortNameDropped(dataset, version, shortName));
      shortName = null;
    }
    Long parent = found.parentVersion();
    target.put(
        found
            .edit(version)
            .name(name)
            .shortName(shortName)
            .parentVersion(parent != null && parent == version ? null : parent)
            .captures(recovered.captures())
            .build());
    allNames.add(name);
    state.names.put(found.name(), version);
    if (shortName != null) {
      state.shortNames.put(shortName, version);
    }
    state.versions.put(
        version, new Kept(found.name(), name, recovered.manifest().written(), shortName));
    state.highest = Math.max(state.highest, version);
  }

  private void free(State state, long version, Kept there) {
    state.versions.remove(version);
    state.names.remove(there.claimed());
    allNames.remove(there.given());
    String shortName = there.shortName();
    if (shortName != null) {
      state.shortNames.remove(shortName);
    }
  }
}
