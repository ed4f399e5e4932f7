package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * What a check found of the snapshots that storage keeps by itself. Those of other programs aren't
 * looked for: whoever made them may remove them.
 *
 * @param snapshots how many were looked for
 * @param missing references of those that the catalog has and the storage hasn't
 * @param unasked sources whose storage couldn't be asked, with the reason; theirs may be there or
 *     not
 */
public record NativeCheck(long snapshots, List<String> missing, List<String> unasked) {
  /** Nothing was looked for. */
  static final NativeCheck NONE = new NativeCheck(0, List.of(), List.of());

  /** Copies the lists. */
  public NativeCheck {
    missing = List.copyOf(missing);
    unasked = List.copyOf(unasked);
  }

  /** Looks for all of them. */
  static NativeCheck of(Context context, BooleanSupplier canceled) {
    Look look = new Look(context, canceled);
    List<Snapshot> notFound;
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.all())) {
      notFound = all.filter(look::lacks).toList();
    }
    if (!notFound.isEmpty()) {
      new Forgetting(context).settle();
    }
    Strays strays = new Strays(context);
    List<String> missing =
        notFound.stream()
            .flatMap(s -> context.catalog().snapshot(s.dataset(), s.version()).stream())
            .filter(snapshot -> !strays.takeOver(snapshot))
            .map(Snapshot::reference)
            .toList();
    return new NativeCheck(
        look.snapshots,
        missing,
        look.silent.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue()).toList());
  }

  /** One walk over the catalog; storage that has failed to answer isn't asked again. */
  private static final class Look {
    private final Context context;
    private final BooleanSupplier canceled;
    private final Map<SourceSpec, String> silent = new LinkedHashMap<>();
    private final Map<SourceSpec.Kind, SnapshotProvider.Look> looks = new HashMap<>();
    private long snapshots;

    Look(Context context, BooleanSupplier canceled) {
      this.context = context;
      this.canceled = canceled;
    }

    boolean lacks(Snapshot snapshot) {
      if (canceled.getAsBoolean()) {
        throw new HeveliusException(Category.CANCELED, "canceled", "nothing was changed");
      }
      List<Capture> captures = new ArrayList<>();
      for (Capture capture : snapshot.captures()) {
        if (context.provider(capture.source()) instanceof NativeStorage) {
          captures.add(capture);
        }
      }
      if (captures.isEmpty() || snapshot.kind() == SnapshotKind.ADOPTED) {
        return false;
      }
      snapshots++;
      return captures.stream().anyMatch(this::isGone);
    }

    private boolean isGone(Capture capture) {
      if (silent.containsKey(capture.source())) {
        return false;
      }
      try {
        SnapshotProvider provider = context.provider(capture.source());
        return !looks.computeIfAbsent(provider.kind(), _ -> provider.look()).exists(capture);
      } catch (HeveliusException e) {
        silent.put(capture.source(), String.valueOf(e.getMessage()));
        return false;
      }
    }
  }
}
