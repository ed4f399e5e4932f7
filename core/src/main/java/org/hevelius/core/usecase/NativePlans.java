package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Key;
import org.hevelius.core.policy.NativeFrames;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.provider.NativeSchedules.Plan;
import org.hevelius.core.provider.NativeSchedules.Wish;

/**
 * Plans what storage with schedules of its own is told when policies change, and tells it. What it
 * hasn't been told is taken by us.
 */
final class NativePlans {
  static final String ACTION = "native schedule";

  private final Context context;
  private final NativeShare share;

  NativePlans(Context context) {
    this.context = context;
    this.share = new NativeShare(context);
  }

  /**
   * Plans for the datasets that policies are about, and for what was set up and belongs to nothing
   * any more.
   *
   * @param policies as they are to be
   * @param about names of the datasets
   * @param notes what else is worth knowing is added here
   * @throws HeveliusException INVALID, with the place, where a storage can't what is asked of it;
   *     UNAVAILABLE when one can't be asked
   */
  List<Plan> plan(Policies policies, Collection<String> about, List<String> notes) {
    Map<DatasetName, Dataset> datasets = new TreeMap<>();
    context.catalog().datasets().forEach(dataset -> datasets.put(dataset.name(), dataset));
    List<Plan> plans = new ArrayList<>();
    Set<String> planned = new HashSet<>();
    for (String name : about.stream().sorted().distinct().toList()) {
      Dataset dataset = datasets.get(DatasetName.of(name));
      if (dataset != null) {
        plan(dataset, policies.of(dataset.name(), false), planned, plans, notes);
      }
    }
    for (NativeSchedules port : share.ports()) {
      for (Agreement left : port.agreements()) {
        Dataset dataset = datasets.get(left.dataset());
        boolean orphan = dataset == null || !dataset.sources().equals(List.of(left.source()));
        if (orphan && planned.add(key(left.dataset(), left.source()))) {
          add(port.plan(left.dataset(), left.source(), null), plans);
        }
      }
    }
    return plans;
  }

  private static String key(DatasetName dataset, SourceSpec source) {
    return dataset + " " + source;
  }

  private static void add(Plan plan, List<Plan> plans) {
    if (!plan.steps().isEmpty()) {
      plans.add(plan);
    }
  }

  private void plan(
      Dataset dataset,
      EffectivePolicy policy,
      Set<String> planned,
      List<Plan> plans,
      List<String> notes) {
    boolean wished = NativeShare.isWished(policy);
    Optional<Agreement> agreement = share.agreement(dataset);
    if (!wished && agreement.isEmpty()) {
      return;
    }
    Wish wish = null;
    if (wished) {
      NativeShare.Split split = share.split(policy, dataset);
      wish = split.wish();
      if (wish == null) {
        throw refused(policy, dataset, split);
      }
      for (NativeFrames.Share one : split.shares()) {
        if (one.frames().isEmpty()) {
          notes.add(
              "%s: %s is taken by Hevelius: %s"
                  .formatted(dataset.name(), one.schedule(), String.join("; ", one.why())));
        }
      }
    }
    SourceSpec source = dataset.sources().getFirst();
    NativeSchedules port = share.port(source).orElseThrow();
    boolean _ = planned.add(key(dataset.name(), source));
    add(port.plan(dataset.name(), source, wish), plans);
  }

  private static HeveliusException refused(
      EffectivePolicy policy, Dataset dataset, NativeShare.Split split) {
    List<String> why = new ArrayList<>();
    if (!split.why().isEmpty()) {
      why.add(split.why());
    } else {
      split
          .shares()
          .forEach(
              one -> why.add("%s: %s".formatted(one.schedule(), String.join("; ", one.why()))));
    }
    if (why.isEmpty()) {
      why.add("it has no schedule");
    }
    EffectivePolicy.Value value = policy.values().get(Key.of(Field.NATIVE_SCHEDULE));
    String text =
        "native-schedule: the storage of %s can't take its snapshots: %s"
            .formatted(dataset.name(), String.join("; ", why));
    String advice =
        "leave it out, and Hevelius takes them itself; or set native-schedule: false for that one"
            + " in a nearer policy";
    return value == null
        ? new HeveliusException(Category.INVALID, text, advice)
        : value.setting().position().refused(text, advice);
  }

  /**
   * Carries plans out.
   *
   * @throws HeveliusException PARTIAL when one failed; what it was for goes on to be ours
   */
  void carryOut(List<Plan> plans) {
    for (Plan plan : plans) {
      try {
        share.port(plan.source()).orElseThrow().carryOut(plan, () -> false);
      } catch (HeveliusException e) {
        List<String> advice = new ArrayList<>();
        advice.add(
            "the policies are stored; what the storage wasn't told, Hevelius takes itself"
                + " meanwhile");
        advice.addAll(e.advice());
        advice.add("go on where it stopped: apply the same file again");
        throw new HeveliusException(
            e.category() == Category.CONFLICT ? Category.CONFLICT : Category.PARTIAL,
            "%s was not told everything for %s: %s"
                .formatted(plan.source(), plan.dataset(), e.getMessage()),
            advice,
            e);
      }
      context
          .catalog()
          .append(context.done(ACTION, plan.dataset().text(), String.join("; ", plan.steps())));
    }
  }
}
