package org.hevelius.core.storage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of a storage system with properties of its own: a view of a cluster, a ZFS dataset, a
 * Btrfs subvolume.
 *
 * @param view what it is called here, which can be the source of a dataset, such as {@code
 *     vast:lab/swift/burst}
 * @param system the storage system that it lies in
 * @param id the identity that the storage gave it
 * @param profile the access profile that it was made for; null when none is known
 * @param place where it is mounted or exported; may be empty
 * @param usedBytes what its present data takes
 * @param properties those that matter for how it is read, in the storage's own words
 * @param quota null when it has none
 */
public record View(
    String view,
    String system,
    String id,
    @Nullable String profile,
    String place,
    long usedBytes,
    Map<String, String> properties,
    @Nullable Quota quota,
    List<String> notes) {
  /** Copies the collections; properties are sorted. */
  public View {
    properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    notes = List.copyOf(notes);
  }
}
