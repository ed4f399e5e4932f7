package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Finds what would be free without each snapshot of a dataset alone, as storage that takes
 * snapshots itself says now. Each source is listed once. What isn't known is left out: snapshots in
 * repositories, storage that doesn't tell, and storage that doesn't answer.
 */
final class UniqueBytes {
  private final Context context;
  private final Map<SourceSpec, Optional<Map<String, Long>>> listed = new HashMap<>();

  private UniqueBytes(Context context) {
    this.context = context;
  }

  /** By version. */
  static Map<Long, Long> of(Context context, DatasetName dataset) {
    UniqueBytes unique = new UniqueBytes(context);
    Map<Long, Long> bytes = new TreeMap<>();
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset))) {
      all.forEach(
          snapshot ->
              unique.of(snapshot).ifPresent(number -> bytes.put(snapshot.version(), number)));
    }
    return bytes;
  }

  /** Of one snapshot, asked for alone. */
  static @Nullable Long alone(Context context, Snapshot snapshot) {
    boolean all =
        snapshot.captures().stream()
            .allMatch(
                capture ->
                    context.providers().get(capture.source().kind()) instanceof NativeStorage);
    Freed freed = all ? Freed.of(context, snapshot.captures()) : null;
    return freed == null || (freed.bytes() == 0 && !freed.exact()) ? null : freed.bytes();
  }

  private OptionalLong of(Snapshot snapshot) {
    long sum = 0;
    Set<String> counted = new HashSet<>();
    for (Capture capture : snapshot.captures()) {
      Optional<Map<String, Long>> there =
          listed.computeIfAbsent(capture.source(), source -> listed(source));
      Long bytes = there.map(known -> known.get(capture.id())).orElse(null);
      if (bytes == null) {
        return OptionalLong.empty();
      }
      // One snapshot of the storage may cover several sources.
      sum += counted.add(capture.id()) ? bytes : 0;
    }
    return OptionalLong.of(sum);
  }

  private Optional<Map<String, Long>> listed(SourceSpec source) {
    if (!(context.providers().get(source.kind()) instanceof NativeStorage storage)) {
      return Optional.empty();
    }
    try {
      Map<String, Long> bytes = new HashMap<>();
      storage
          .snapshots(source)
          .forEach(one -> one.bytes().ifPresent(number -> bytes.put(one.id(), number)));
      return Optional.of(bytes);
    } catch (HeveliusException e) {
      return Optional.empty();
    }
  }

  /** What all of them would free, each alone; null when nothing is known. */
  static @Nullable Long sum(Context context, DatasetName dataset) {
    Map<Long, Long> known = of(context, dataset);
    return known.isEmpty() ? null : known.values().stream().mapToLong(Long::longValue).sum();
  }
}
