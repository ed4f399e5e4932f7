package org.hevelius.providers.btrfs;

import java.util.List;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/** Orders to restore files. */
final class Restores {
  private Restores() {}

  static void inPlace(BtrfsProvider provider, Capture want, Capture guard) {
    run(provider, want, null, guard, Progress.NONE);
  }

  static void to(BtrfsProvider provider, Capture want, String target, Progress progress) {
    run(provider, want, target, null, progress);
  }

  private static void run(
      BtrfsProvider provider,
      Capture want,
      @Nullable String target,
      @Nullable Capture guard,
      Progress progress) {
    provider.restore(
        new RestoreOrder(
            want,
            null,
            target,
            List.of(),
            guard != null,
            guard != null,
            guard,
            false,
            false,
            true,
            (action, present) -> {},
            progress,
            () -> false));
  }
}
