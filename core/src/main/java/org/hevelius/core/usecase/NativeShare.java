package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.NativeFrames;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.policy.Replication;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.provider.NativeSchedules.Target;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/** Which of a dataset's schedules its storage keeps, and which are ours. */
final class NativeShare {
  private final Context context;

  NativeShare(Context context) {
    this.context = context;
  }

  /** The port of a source's storage; nothing where that takes no snapshots by itself. */
  Optional<NativeSchedules> port(SourceSpec source) {
    SnapshotProvider provider = context.providers().get(source.kind());
    return provider instanceof NativeStorage storage ? storage.schedules() : Optional.empty();
  }

  /** All ports that there are. */
  List<NativeSchedules> ports() {
    return context.providers().values().stream()
        .filter(NativeStorage.class::isInstance)
        .flatMap(provider -> ((NativeStorage) provider).schedules().stream())
        .toList();
  }

  /** Whether a policy gives its storage what that can do. */
  static boolean isWished(EffectivePolicy policy) {
    return policy.get(Field.NATIVE_SCHEDULE).orElse(false);
  }

  /**
   * What the storage of a dataset could do of its policy, and what it would be told.
   *
   * @param shares the schedules, each with frames or with what can't be said
   * @param wish null when there is nothing to tell it
   * @param why what keeps the storage from it altogether; empty when nothing does
   */
  record Split(List<NativeFrames.Share> shares, @Nullable Wish wish, String why) {}

  /**
   * Asks the storage what it can, and splits.
   *
   * @throws HeveliusException UNAVAILABLE when it can't be asked
   */
  Split split(EffectivePolicy policy, Dataset dataset) {
    Optional<SourceSpec> single = single(dataset);
    if (single.isEmpty()) {
      return no(policy, dataset, "it has several sources, which belong together in one snapshot");
    }
    SourceSpec source = single.get();
    Optional<NativeSchedules> port = port(source);
    if (port.isEmpty()) {
      return no(policy, dataset, source + " lies in storage that takes no snapshots by itself");
    }
    Optional<String> cannot =
        context.provider(source).capabilities(source).stream()
            .filter(one -> one.capability() == Capability.SCHEDULE && !one.available())
            .map(one -> source + ": " + one.note())
            .findFirst();
    if (cannot.isPresent()) {
      return no(policy, dataset, cannot.get());
    }
    boolean copies = policy.get(Field.REPLICATION).isPresent();
    List<String> targets = copies ? port.get().targets(source) : List.of();
    return split(policy, targets::contains);
  }

  private Split no(EffectivePolicy policy, Dataset dataset, String why) {
    return new Split(frames(policy, dataset.sources().size(), _ -> false), null, why);
  }

  private List<NativeFrames.Share> frames(
      EffectivePolicy policy, int sources, Predicate<String> targets) {
    return NativeFrames.of(policy, sources, context.clock().instant(), targets);
  }

  private Split split(EffectivePolicy policy, Predicate<String> targets) {
    List<NativeFrames.Share> shares = frames(policy, 1, targets);
    List<Frame> frames = new ArrayList<>();
    for (NativeFrames.Share share : shares) {
      share.frames().stream()
          .filter(frame -> frames.stream().noneMatch(frame::isSame))
          .forEach(frames::add);
    }
    if (frames.isEmpty()) {
      return new Split(shares, null, "");
    }
    Target copies =
        policy
            .get(Field.REPLICATION)
            .filter(replication -> targets.test(replication.system()))
            .map(NativeShare::target)
            .orElse(null);
    return new Split(shares, new Wish(frames, copies), "");
  }

  private static Target target(Replication replication) {
    return new Target(replication.system(), replication.directory());
  }

  private static Optional<SourceSpec> single(Dataset dataset) {
    return dataset.sources().size() == 1
        ? Optional.of(dataset.sources().getFirst())
        : Optional.empty();
  }

  /** What was set up for a dataset, as it is remembered. */
  Optional<Agreement> agreement(Dataset dataset) {
    return single(dataset)
        .flatMap(source -> port(source).flatMap(port -> port.agreement(dataset.name(), source)));
  }

  /**
   * The schedules that the storage keeps at present just as the policy says, as far as is known.
   * Asks no storage; where that can't be told, all are ours.
   */
  Set<TakenBy> held(EffectivePolicy policy, Dataset dataset) {
    if (!isWished(policy)) {
      return Set.of();
    }
    Agreement agreement = agreement(dataset).filter(Agreement::isInEffect).orElse(null);
    if (agreement == null) {
      return Set.of();
    }
    Target copies = agreement.set().copies();
    Split now = split(policy, name -> copies != null && copies.name().equals(name));
    List<Frame> set = agreement.set().frames();
    Set<String> names = new HashSet<>();
    for (NativeFrames.Share share : now.shares()) {
      boolean all =
          !share.frames().isEmpty()
              && share.frames().stream().allMatch(one -> set.stream().anyMatch(one::isSame));
      if (all) {
        names.add(share.schedule());
      }
    }
    Set<TakenBy> held = new HashSet<>();
    policy.schedules().stream()
        .filter(schedule -> names.contains(schedule.name()))
        .forEach(schedule -> held.add(schedule.identity()));
    return held;
  }

  /** How long the storage keeps what it takes for a schedule, and from when it is gone. */
  Optional<Instant> gone(Agreement agreement, Instant taken) {
    return agreement.set().frames().stream()
        .map(frame -> taken.plus(frame.keepLocal()))
        .min(java.util.Comparator.naturalOrder());
  }
}
