package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.NativeFrames;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.provider.NativeSchedules.Replica;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/** Says which half of a policy the storage keeps, and which is ours. */
final class NativeExplanation {
  private final Context context;
  private final NativeShare share;

  NativeExplanation(Context context) {
    this.context = context;
    this.share = new NativeShare(context);
  }

  /** What holds for a dataset, and who keeps it. */
  PolicyView.Explained of(EffectivePolicy policy, Dataset dataset) {
    List<String> problems = new ArrayList<>();
    NativeShare.Split split = split(policy, dataset, problems);
    return PolicyView.Explained.of(
        policy, split.shares(), handover(policy, dataset, split, problems));
  }

  /** Where the storage can't be asked, what it was told last says what it can. */
  private NativeShare.Split split(EffectivePolicy policy, Dataset dataset, List<String> problems) {
    if (NativeShare.isWished(policy)) {
      try {
        return share.split(policy, dataset);
      } catch (HeveliusException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new NativeShare.Split(
        NativeFrames.of(policy, dataset.sources().size(), context.clock().instant(), _ -> false),
        null,
        "");
  }

  private PolicyView.@Nullable Handover handover(
      EffectivePolicy policy, Dataset dataset, NativeShare.Split split, List<String> problems) {
    Optional<Agreement> agreement = share.agreement(dataset);
    boolean wished = NativeShare.isWished(policy);
    List<String> copies = copies(dataset);
    if (!wished && agreement.isEmpty() && copies.isEmpty()) {
      return null;
    }
    Set<TakenBy> held = share.held(policy, dataset);
    List<String> storage = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    for (EffectiveSchedule schedule : policy.schedules()) {
      NativeFrames.Share one =
          split.shares().stream()
              .filter(each -> each.schedule().equals(schedule.name()))
              .findFirst()
              .orElseThrow();
      if (held.contains(schedule.identity())) {
        storage.add(
            schedule.name()
                + ": "
                + String.join("; ", one.frames().stream().map(f -> f.text()).toList()));
      } else {
        ours.add(schedule.name() + ": " + why(wished, one, split, agreement, problems));
      }
    }
    return new PolicyView.Handover(
        agreement.map(Agreement::name).orElse(""),
        agreement.map(Agreement::since).orElse(null),
        agreement.map(Agreement::trouble).orElse(""),
        storage,
        ours,
        copies);
  }

  private static String why(
      boolean wished,
      NativeFrames.Share one,
      NativeShare.Split split,
      Optional<Agreement> agreement,
      List<String> problems) {
    if (!wished) {
      return "the policy doesn't say native-schedule: true";
    }
    if (!split.why().isEmpty()) {
      return split.why();
    }
    if (one.frames().isEmpty()) {
      return String.join("; ", one.why());
    }
    String trouble = agreement.map(Agreement::trouble).orElse("");
    return !trouble.isEmpty()
        ? trouble
        : problems.isEmpty()
            ? "the storage was not told yet: apply the policy again"
            : String.join("; ", problems);
  }

  private List<String> copies(Dataset dataset) {
    List<String> all = new ArrayList<>();
    for (Replica one : new NativeCopies(context).of(dataset, all)) {
      all.add(text(one, context.clock().instant()));
    }
    return all;
  }

  /** A sentence about how a source is copied. */
  static String text(Replica one, Instant now) {
    Instant through = one.through();
    SourceSpec source = one.source();
    return "%s to %s by %s%s: %s%s"
        .formatted(
            source,
            one.target(),
            one.name(),
            one.ours() ? "" : ", set up by others",
            through == null
                ? "nothing is there yet"
                : "all up to %s is there (%s behind)"
                    .formatted(through, Lateness.length(Duration.between(through, now))),
            one.healthy() || one.trouble().isEmpty() ? "" : "; " + one.trouble());
  }
}
