package org.hevelius.core.usecase;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.notify.Notifications;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.jspecify.annotations.Nullable;

/**
 * Recovers whole datasets: services stopped, the present state guarded, data put back, services
 * started and asked whether they are well, as one plan that is shown, confirmed and carried out.
 */
public final class Recoveries implements Oversight.RecoveryUses {
  /** A little longer than the right of a process that has died lasts. */
  private static final int PATIENCE_SECONDS = 40;

  private final Context context;

  /** Use cases over these parts. */
  public Recoveries(Context context) {
    this.context = context;
  }

  /**
   * A recovery to plan.
   *
   * @param at what to go back to: a reference, or what may stand behind its {@code @}; null for the
   *     newest snapshot that is really there and isn't known bad
   * @param mode how; null as the policy says
   */
  public record Request(String dataset, @Nullable String at, @Nullable RecoveryMode mode) {}

  /**
   * Looks at everything that it needs; changes nothing.
   *
   * @throws HeveliusException CONFLICT when one of the dataset is unfinished
   */
  public RecoveryPlan plan(Request request, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "recover plan",
        request.dataset(),
        () -> {
          Dataset dataset = dataset(request.dataset());
          requireNoneUnfinished(dataset.name());
          RecoveryPlanner planner = new RecoveryPlanner(context, progress, canceled);
          return planner.plan(dataset, planner.wanted(dataset, request.at()), request.mode());
        });
  }

  @Override
  public RecoveryPlanView look(Request request, Progress progress, BooleanSupplier canceled) {
    return RecoveryPlanView.of(plan(request, progress, canceled));
  }

  /** The dataset of that name. */
  public Dataset dataset(String name) {
    return new ReferenceResolver(context.catalog()).dataset(DatasetName.of(name));
  }

  private void requireNoneUnfinished(DatasetName dataset) {
    unfinished(dataset)
        .ifPresent(
            recovery -> {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "the recovery of %s that was begun on %s is unfinished"
                      .formatted(dataset, recovery.host()),
                  "how far it came:      hevelius recover show " + recovery.id(),
                  "to go on with it:     hevelius recover %s --resume".formatted(dataset),
                  "to the state before:  hevelius recover %s --back".formatted(dataset));
            });
  }

  /** The one of a dataset that is unfinished, if there is one. */
  public Optional<Recovery> unfinished(DatasetName dataset) {
    return new Dangers(context).unfinished(dataset);
  }

  /**
   * Carries out a plan.
   *
   * @param watcher told each step as it begins and ends
   * @return how it ended: forward, back on the state before, or stuck
   * @throws HeveliusException CONFLICT when the plan isn't true any more; nothing was touched
   */
  public Recovery execute(
      RecoveryPlan plan,
      Consumer<RecoveryStep> watcher,
      Progress progress,
      BooleanSupplier canceled) {
    DatasetName name = plan.want().dataset();
    try (HookLease lease = lease(name)) {
      requireNoneUnfinished(name);
      RecoveryPlan now =
          new RecoveryPlanner(context, progress, canceled)
              .plan(
                  dataset(name.text()),
                  new RecoveryChoice(plan.want(), plan.passedOver()),
                  plan.mode());
      if (!now.id().equals(plan.id())) {
        throw new HeveliusException(
            Category.CONFLICT,
            "something has changed since plan %s was made; it was not carried out"
                .formatted(plan.id().substring(0, 4)),
            "nothing was touched; plan again and look at it");
      }
      Recovery begun = begin(plan, lease);
      return told(
          new RecoveryRun(context, begun, lease.held(), false, watcher, progress, canceled)
              .forward());
    }
  }

  private Recovery begin(RecoveryPlan plan, HookLease lease) {
    Recovery draft =
        new Recovery(
            0,
            plan.want().dataset(),
            plan.want().reference(),
            plan.want().createdAt(),
            plan.id(),
            context.actor().name(),
            context.actor().host(),
            Recovery.State.RUNNING,
            null,
            context.clock().instant(),
            null,
            "",
            plan.steps());
    return context
        .catalog()
        .recoveries()
        .begin(
            draft,
            lease.held(),
            context.done("recover begins", plan.want().reference(), "plan " + plan.id()));
  }

  /** Which way an unfinished recovery goes on. */
  public enum Way {
    /** To its end. */
    RESUME,
    /** To the state before. */
    BACK
  }

  /**
   * Goes on with an unfinished recovery, or back to the state before it.
   *
   * @throws HeveliusException NOT_FOUND when none is unfinished; CONFLICT when a living process
   *     carries it out, or it was begun on another machine
   */
  public Recovery resume(
      String dataset,
      Way way,
      Consumer<RecoveryStep> watcher,
      Progress progress,
      BooleanSupplier canceled) {
    DatasetName name = dataset(dataset).name();
    Recovery _ = requireUnfinished(name);
    try (HookLease lease = lease(name)) {
      Recovery recovery = requireUnfinished(name);
      if (!recovery.host().equals(context.actor().host())) {
        throw new HeveliusException(
            Category.CONFLICT,
            "the recovery of %s was begun on %s, and this is %s"
                .formatted(name, recovery.host(), context.actor().host()),
            "nothing was touched; its services are there: go on there",
            "if that machine is gone for good, say so and begin anew: hevelius recover %s --settled"
                    .formatted(name)
                + " WHY");
      }
      RecoveryRun run =
          new RecoveryRun(context, recovery, lease.held(), true, watcher, progress, canceled);
      return told(way == Way.RESUME ? run.forward() : run.back("it was called off"));
    }
  }

  /**
   * Ends an unfinished recovery that was settled by hand; nothing is stopped, put back or started.
   *
   * @param why in words
   */
  public Recovery settle(String dataset, String why) {
    DatasetName name = dataset(dataset).name();
    Recovery _ = requireUnfinished(name);
    try (HookLease lease = lease(name)) {
      Recovery settled =
          requireUnfinished(name)
              .in(Recovery.State.SETTLED, context.clock().instant(), "settled by hand: " + why);
      AuditEvent event = context.done("recover settled", settled.reference(), why);
      context.catalog().recoveries().update(settled, lease.held(), event);
      return settled;
    }
  }

  private Recovery requireUnfinished(DatasetName name) {
    return unfinished(name)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "no recovery of %s is unfinished".formatted(name),
                    "earlier ones: hevelius recover list " + name));
  }

  private HookLease lease(DatasetName dataset) {
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      Optional<HookLease> taken = HookLease.named(context, "recover/" + dataset);
      if (taken.isPresent()) {
        return taken.orElseThrow();
      }
      pause();
    }
    throw new HeveliusException(
        Category.CONFLICT,
        "another process carries out a recovery of " + dataset,
        "nothing was touched; see how far it is: hevelius recover list " + dataset);
  }

  private static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(Category.CANCELED, "called off", "nothing was touched");
    }
  }

  /** People are told of a recovery that did not end well, and of the one that does after it. */
  private Recovery told(Recovery recovery) {
    String dataset = recovery.dataset().text();
    boolean well =
        recovery.state() == Recovery.State.SUCCEEDED || recovery.state() == Recovery.State.SETTLED;
    boolean known =
        context.catalog().notifications().open(dataset).stream()
            .anyMatch(raised -> raised.kind() == Alert.Kind.RECOVERY_FAILED);
    if (well && !known) {
      return recovery;
    }
    List<String> details =
        List.of(recovery.detail(), "all steps: hevelius recover show " + recovery.id());
    new Notifications(
            context.catalog().notifications(),
            context.channels(),
            UUID::randomUUID,
            context.clock(),
            Runnable::run,
            _ -> {})
        .raise(
            new Alert(
                well ? Alert.Kind.RECOVERY_SUCCEEDED : Alert.Kind.RECOVERY_FAILED,
                dataset,
                "",
                context.clock().instant(),
                words(recovery),
                details));
    return recovery;
  }

  private static String words(Recovery recovery) {
    return switch (recovery.state()) {
      case SUCCEEDED -> recovery.dataset() + ": it was recovered";
      case SETTLED -> recovery.dataset() + ": its recovery was settled by hand";
      case BACK -> recovery.dataset() + ": a recovery failed; the state before stands again";
      case RUNNING, STUCK ->
          recovery.dataset() + ": a recovery is stuck, and services may be stopped";
    };
  }

  @Override
  public List<RecoveryView> list(@Nullable String dataset, int limit) {
    DatasetName name = dataset == null ? null : dataset(dataset).name();
    return context.catalog().recoveries().newest(name, limit).stream()
        .map(RecoveryView::of)
        .toList();
  }

  @Override
  public RecoveryView show(long id) {
    return context
        .catalog()
        .recoveries()
        .recovery(id)
        .map(RecoveryView::of)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no recovery " + id,
                    "all of them: hevelius recover list"));
  }
}
