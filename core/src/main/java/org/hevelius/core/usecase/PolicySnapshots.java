package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.NameTemplate;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.NamingRule;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshots that policies ask for, by schedule or event, as the policies say: with name,
 * tags, description, milestone, hold and expiry, and with the hooks around it.
 */
public final class PolicySnapshots {
  /** After so many names that are taken a snapshot gets none. */
  private static final int MOST_NAMES = 99;

  private final Context context;

  /** Use cases over these parts. */
  public PolicySnapshots(Context context) {
    this.context = context;
  }

  /**
   * A snapshot that is due.
   *
   * @param causes the schedules and events that it is taken for, at least one; sorted
   * @param planned when it was due
   * @param tags beside those of the policy, which they overrule
   * @param phase {@code before} or {@code after} for one half of a pair; else empty
   * @param fences what must hold when it is recorded
   */
  public record Order(
      DatasetName dataset,
      List<TakenBy> causes,
      Instant planned,
      Map<String, String> tags,
      String phase,
      List<Fence> fences) {
    /** Copies the collections. */
    public Order {
      causes = causes.stream().distinct().sorted().toList();
      if (causes.isEmpty()) {
        throw new IllegalArgumentException("a snapshot without a cause");
      }
      tags = Map.copyOf(tags);
      fences = List.copyOf(fences);
    }

    /** A snapshot that is recorded whatever else has happened. */
    public Order(
        DatasetName dataset,
        List<TakenBy> causes,
        Instant planned,
        Map<String, String> tags,
        String phase) {
      this(dataset, causes, planned, tags, phase, List.of());
    }

    /** A snapshot that a run is for, and that is recorded while that is still going. */
    static Order of(Run run, List<TakenBy> causes) {
      return new Order(
          DatasetName.of(run.dataset()),
          causes,
          run.planned(),
          Map.of(),
          "",
          List.of(new Fence.Working(run)));
    }

    /** The first of the causes, which names the snapshot. */
    TakenBy first() {
      return causes.getFirst();
    }
  }

  /**
   * Takes one. A name that can't be given never stops it: the result's notes say so. When a hook
   * for afterwards fails, the snapshot stands and the result's failures say so.
   *
   * @throws HeveliusException as {@link Creation} does; UNAVAILABLE when a hook for before fails
   *     that must not, after those for afterwards were run
   */
  public Creation.Result take(
      Order order, EffectivePolicy policy, Progress progress, BooleanSupplier canceled) {
    new Dangers(context).requireSettled(order.dataset());
    HookRun hooks =
        new HookRun(
            context,
            policy,
            order.dataset(),
            String.join(",", order.causes().stream().map(TakenBy::toString).toList()),
            order.planned());
    Creation.Result result;
    try {
      context.<Boolean>audited(
          "create",
          order.dataset().text(),
          () -> {
            hooks.before(canceled);
            return true;
          });
      result = capture(order, policy, hooks, progress, canceled);
    } catch (Error e) {
      hooks.after(HookRun.Ending.FAILED, "");
      throw e;
    } catch (RuntimeException e) {
      boolean stopped = e instanceof HeveliusException ours && ours.category() == Category.CANCELED;
      hooks.after(stopped ? HookRun.Ending.CANCELED : HookRun.Ending.FAILED, "");
      throw withFailures(e, hooks.failures());
    }
    hooks.after(
        result.losses() == 0 ? HookRun.Ending.OK : HookRun.Ending.PARTIAL,
        result.snapshot().reference());
    return result.saying(hooks.notes(), hooks.failures());
  }

  /** The same failure, which also tells of hooks that failed after it. */
  private static RuntimeException withFailures(RuntimeException e, List<String> failures) {
    return e instanceof HeveliusException ours && !failures.isEmpty()
        ? new HeveliusException(
            ours.category(),
            ours.getMessage() + "; and " + String.join("; ", failures),
            ours.advice(),
            ours)
        : e;
  }

  private Creation.Result capture(
      Order order,
      EffectivePolicy policy,
      HookRun hooks,
      Progress progress,
      BooleanSupplier canceled) {
    boolean held = hooks.holdsWriters();
    List<Fence> fences = Stream.concat(order.fences().stream(), hooks.fences().stream()).toList();
    String name = freeName(order, policy, hooks.notes());
    try {
      return create(order, policy, held, name, fences, progress, canceled);
    } catch (HeveliusException e) {
      // Somebody else took the name while the capture ran.
      if (name == null
          || e.category() != Category.CONFLICT
          || context.catalog().byShortName(order.dataset(), name).isEmpty()) {
        throw e;
      }
      hooks.notes().add("another snapshot has got the name \"%s\" meanwhile".formatted(name));
      return create(order, policy, held, null, fences, progress, canceled);
    }
  }

  private Creation.Result create(
      Order order,
      EffectivePolicy policy,
      boolean held,
      @Nullable String name,
      List<Fence> fences,
      Progress progress,
      BooleanSupplier canceled) {
    boolean event = order.causes().stream().allMatch(cause -> isEvent(policy, cause));
    return new Creation(context)
        .create(
            Creation.Request.of(order.dataset().text(), description(order, policy))
                .edit()
                .shortName(name)
                .tags(tags(order, policy))
                .milestone(policy.get(Field.MILESTONE).orElse(null))
                .kind(event ? SnapshotKind.EVENT : SnapshotKind.SCHEDULED)
                .takenBy(order.causes())
                .build(),
            draft -> finished(draft, policy, held),
            fences,
            progress,
            canceled);
  }

  private static boolean isEvent(EffectivePolicy policy, TakenBy cause) {
    return policy.events().contains(cause.schedule());
  }

  private Snapshot finished(Snapshot draft, EffectivePolicy policy, boolean held) {
    SnapshotBuilder snapshot = draft.edit();
    if (held) {
      snapshot.guarantee(Guarantee.QUIESCED);
    }
    policy
        .get(Field.HOLD)
        .ifPresent(
            rule ->
                snapshot.hold(
                    new Hold(
                        rule.kind(), rule.reason(), context.actor().name(), draft.createdAt())));
    policy.get(Field.EXPIRES).ifPresent(span -> snapshot.expires(span.after(draft.createdAt())));
    return snapshot.build();
  }

  /** Those of the policy, over them those of its schedules, over them those of the order. */
  private static Map<String, String> tags(Order order, EffectivePolicy policy) {
    Map<String, String> tags = new TreeMap<>();
    policy.get(Field.TIER).ifPresent(tier -> tags.put(Tags.TIER, tier));
    policy.get(Field.TAGS).ifPresent(tags::putAll);
    // Of two schedules that set one key the first by name holds.
    for (TakenBy cause : order.causes().reversed()) {
      policy.get(Field.SCHEDULE_TAGS, cause.schedule()).ifPresent(tags::putAll);
    }
    tags.putAll(order.tags());
    return tags;
  }

  private static String description(Order order, EffectivePolicy policy) {
    Set<String> parts = new LinkedHashSet<>();
    for (TakenBy cause : order.causes()) {
      String part =
          policy
              .get(Field.SCHEDULE_DESCRIPTION, cause.schedule())
              .or(() -> policy.get(Field.EVENT_DESCRIPTION, cause.schedule()))
              .orElse(cause.schedule());
      parts.add(order.phase().isEmpty() ? part : part + " (" + order.phase() + ")");
    }
    String text = String.join("; ", parts);
    return text.length() > Texts.MAX_TEXT ? order.first().schedule() : text;
  }

  /** The policy's name for it; a number at its end where that is taken; null when there is none. */
  private @Nullable String freeName(Order order, EffectivePolicy policy, List<String> notes) {
    String wanted;
    try {
      wanted = name(order, policy).orElse(null);
    } catch (HeveliusException e) {
      notes.add("it has no short name: " + e.getMessage());
      return null;
    }
    if (wanted == null) {
      return null;
    }
    for (int n = 1; n <= MOST_NAMES; n++) {
      String name = n == 1 ? wanted : wanted + "-" + n;
      if (NamingRule.problem(name).isEmpty()
          && context.catalog().byShortName(order.dataset(), name).isEmpty()) {
        if (n > 1) {
          notes.add("\"%s\" is taken already; it is called \"%s\"".formatted(wanted, name));
        }
        return name;
      }
    }
    notes.add("it has no short name: \"%s\" and the next ones are taken already".formatted(wanted));
    return null;
  }

  private Optional<String> name(Order order, EffectivePolicy policy) {
    String schedule = order.first().schedule();
    String phase = order.phase().isEmpty() ? "" : "-" + order.phase();
    return policy
        .naming(schedule)
        .map(
            template ->
                template.expand(
                    new NameTemplate.Parts(
                        policy.get(Field.PREFIX).orElse(""),
                        order.dataset(),
                        schedule + phase,
                        policy.label(schedule) + phase,
                        context.actor().name(),
                        order.planned())));
  }
}
