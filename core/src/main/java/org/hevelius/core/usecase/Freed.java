package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.Reclaim;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/**
 * What storage that snapshots by itself says of a removal.
 *
 * @param bytes that would be free
 * @param exact whether it is exactly that; otherwise it is at least that
 * @param blocks what forbids the removal, a sentence each
 * @param gone how many captures aren't there any more: of these only the records go
 */
public record Freed(long bytes, boolean exact, List<String> blocks, long gone) {
  /** Copies the list. */
  public Freed {
    blocks = List.copyOf(blocks);
  }

  /** What removing captures would free; null when none of them is in such storage. */
  static @Nullable Freed of(Context context, List<Capture> captures) {
    long bytes = 0;
    boolean exact = true;
    boolean any = false;
    long gone = 0;
    List<String> blocks = new ArrayList<>();
    // One snapshot of the storage may cover several sources; it is freed once.
    Set<String> ids = new HashSet<>();
    Map<SourceSpec, List<Capture>> bySource =
        captures.stream()
            .filter(capture -> ids.add(capture.provider() + " " + capture.id()))
            .collect(Collectors.groupingBy(Capture::source));
    for (Map.Entry<SourceSpec, List<Capture>> entry : bySource.entrySet()) {
      if (context.providers().get(entry.getKey().kind()) instanceof NativeStorage storage) {
        any = true;
        try {
          List<Capture> there = entry.getValue().stream().filter(storage::exists).toList();
          gone += entry.getValue().size() - there.size();
          if (there.isEmpty()) {
            continue;
          }
          Reclaim reclaim = storage.reclaim(there);
          bytes += reclaim.bytes();
          exact &= reclaim.exact();
          blocks.addAll(reclaim.blocks());
        } catch (HeveliusException e) {
          exact = false;
          blocks.add("%s can't be asked: %s".formatted(entry.getKey(), e.getMessage()));
        }
      }
    }
    return any ? new Freed(bytes, exact, blocks, gone) : null;
  }
}
