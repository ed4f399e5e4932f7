package org.hevelius.providers.btrfs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From which subvolumes others of their file system were made.
 *
 * @param all by their identities
 */
record Lineage(Map<String, Subvolume> all) {
  /** Nothing is known. */
  static final Lineage UNKNOWN = new Lineage(Map.of());

  /** That of all subvolumes of a file system. */
  static Lineage of(List<Subvolume> subvolumes) {
    Map<String, Subvolume> all = new HashMap<>();
    subvolumes.forEach(subvolume -> all.put(subvolume.uuid(), subvolume));
    return new Lineage(all);
  }

  /** Whether both go back to one subvolume. */
  boolean isRelated(Subvolume one, Subvolume other) {
    Set<String> line = line(one);
    line.retainAll(line(other));
    return !line.isEmpty();
  }

  private Set<String> line(Subvolume subvolume) {
    Set<String> line = new HashSet<>();
    String uuid = subvolume.uuid();
    while (uuid != null && line.add(uuid)) {
      Subvolume at = all.get(uuid);
      uuid = at == null ? null : at.origin();
    }
    return line;
  }

  /**
   * Whether a state came of exactly that of a snapshot, by changes that were all made after it: it
   * is a later snapshot of the same subvolume, or goes back to one, or to the snapshot itself.
   */
  boolean goesOnFrom(Subvolume snapshot, Subvolume state) {
    if (snapshot.received() != null || !all.containsKey(snapshot.uuid())) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    Subvolume at = state;
    while (at != null && at.received() == null && seen.add(at.uuid())) {
      String origin = at.origin();
      if (origin == null) {
        return false;
      }
      boolean later = at.born() > snapshot.born();
      if (later && (origin.equals(snapshot.uuid()) || origin.equals(snapshot.origin()))) {
        return true;
      }
      at = all.get(origin);
    }
    return false;
  }
}
