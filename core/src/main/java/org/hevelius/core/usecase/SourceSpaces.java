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
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Thresholds;

/**
 * How full the sources are whose storage snapshots by itself: there the snapshots take the space of
 * the data. Asked now and then.
 */
final class SourceSpaces {
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
   * @param grade how bad that is, by the thresholds of all storage
   */
  record Filled(String dataset, SourceSpec source, long used, long limit, Grade grade) {
    double share() {
      return limit == 0 ? 0 : (double) used / limit;
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

  /** What storage.yaml says; the usual ones while it can't be understood. */
  private Thresholds thresholds() {
    try {
      return context.storage().settings().get().thresholds();
    } catch (HeveliusException e) {
      return Thresholds.STANDARD;
    }
  }

  private List<Filled> ask() {
    Thresholds thresholds = thresholds();
    List<Filled> filled = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      for (SourceSpec source : dataset.sources()) {
        SnapshotProvider provider = context.providers().get(source.kind());
        if (provider instanceof NativeStorage storage) {
          try {
            NativeStorage.Space space = storage.space(source);
            long limit = space.quota().orElse(space.used() + space.available());
            Grade grade = limit == 0 ? Grade.OK : thresholds.grade(100.0 * space.used() / limit);
            filled.add(new Filled(dataset.name().text(), source, space.used(), limit, grade));
          } catch (HeveliusException e) {
            // Storage that isn't there now, or doesn't tell, has no number.
          }
        }
      }
    }
    return List.copyOf(filled);
  }
}
