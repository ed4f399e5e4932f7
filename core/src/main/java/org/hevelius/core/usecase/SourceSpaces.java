package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.SnapshotProvider;

/**
 * How full the sources are whose storage snapshots by itself: there the snapshots take the space of
 * the data. Asked now and then.
 */
final class SourceSpaces {
  /** From these shares of the space on it is said, in percent; from the last on it is urgent. */
  static final List<Integer> THRESHOLDS = List.of(75, 80, 90);

  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Context context;
  private List<Filled> known = List.of();
  private Instant asked = Instant.MIN;

  SourceSpaces(Context context) {
    this.context = context;
  }

  /**
   * How full a source is.
   *
   * @param used by it with its snapshots, in bytes
   * @param limit what it can take: its quota, or what it has and what is free
   */
  record Filled(String dataset, SourceSpec source, long used, long limit) {
    double share() {
      return limit == 0 ? 0 : (double) used / limit;
    }

    /** The highest threshold that is reached, in percent; 0 when none is. */
    int reached() {
      return THRESHOLDS.reversed().stream()
          .filter(percent -> limit > 0 && used >= limit * (percent / 100.0))
          .findFirst()
          .orElse(0);
    }

    /** Such as {@code zfs:tank/raw is 91 % full}. */
    String words() {
      return "%s is %d %% full".formatted(source, (long) Math.floor(100 * share()));
    }
  }

  /** All that can be asked; what can't, is told by what captures it. */
  synchronized List<Filled> all() {
    Instant now = context.clock().instant();
    if (now.isBefore(asked) || !now.isBefore(after(asked))) {
      known = ask();
      asked = now;
    }
    return known;
  }

  private static Instant after(Instant time) {
    return time.equals(Instant.MIN) ? Instant.MIN : time.plus(EVERY);
  }

  private List<Filled> ask() {
    List<Filled> filled = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      for (SourceSpec source : dataset.sources()) {
        SnapshotProvider provider = context.providers().get(source.kind());
        if (provider instanceof NativeStorage storage) {
          try {
            NativeStorage.Space space = storage.space(source);
            long limit = space.quota().orElse(space.used() + space.available());
            filled.add(new Filled(dataset.name().text(), source, space.used(), limit));
          } catch (HeveliusException e) {
            // Storage that isn't there now, or doesn't tell, has no number.
          }
        }
      }
    }
    return List.copyOf(filled);
  }
}
