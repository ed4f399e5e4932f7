package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Policies;

/** When drills of a dataset and checks of repositories are due. */
final class CareTimes {
  private CareTimes() {}

  /**
   * Those after a start and up to a time, or the next one of each kind.
   *
   * @param most how many of each kind
   */
  static List<PolicyView.Care> of(
      Context context, EffectivePolicy policy, Instant start, Instant until, int most) {
    List<PolicyView.Care> care = new ArrayList<>();
    DrillTimes.of(policy)
        .ifPresent(
            times ->
                add(
                    care,
                    "drill",
                    times.said(),
                    time -> times.schedule().next(time).orElse(Instant.MAX),
                    start,
                    until,
                    most));
    RepositoryUpkeep.Times checks =
        RepositoryUpkeep.Times.of(RepositoryUpkeep.Task.CHECK, effective(context));
    add(
        care,
        "check",
        checks.said(),
        time -> checks.next(time).orElse(Instant.MAX),
        start,
        until,
        most);
    care.sort(Comparator.comparing(PolicyView.Care::time));
    return List.copyOf(care);
  }

  /** Checks are for all repositories, so the policies of all datasets count. */
  private static List<EffectivePolicy> effective(Context context) {
    Policies policies = new Policies(context.catalog().policies());
    List<EffectivePolicy> all = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      try {
        all.add(policies.of(dataset.name(), false));
      } catch (HeveliusException e) {
        // Policies that contradict each other say nothing; explain tells of them.
      }
    }
    return all;
  }

  private static void add(
      List<PolicyView.Care> care,
      String kind,
      String said,
      UnaryOperator<Instant> next,
      Instant start,
      Instant until,
      int most) {
    Instant time = next.apply(start);
    for (int i = 0; i < most && time.isBefore(Instant.MAX); i++) {
      if (i > 0 && time.isAfter(until)) {
        return;
      }
      care.add(new PolicyView.Care(kind, said, time));
      time = next.apply(time);
    }
  }
}
