package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Hook;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.runner.OwedHook;
import org.jspecify.annotations.Nullable;

/**
 * The hooks around one snapshot. Once the first of them was begun, or there is none to begin with,
 * those for afterwards are run whatever comes, the last one first: by this process, or, when it
 * dies, by another, which finds them recorded.
 */
final class HookRun {
  /** How the snapshot ended, as hooks are told. */
  enum Ending {
    OK,
    PARTIAL,
    FAILED,
    CANCELED
  }

  private static final int PATIENCE_SECONDS = 60;

  private final Context context;
  private final List<Hook> before;
  private final List<Hook> after;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final boolean quiesces;
  private List<OwedHook> owed = List.of();
  private @Nullable HookLease lease;
  private boolean begun;
  private boolean held;

  HookRun(
      Context context,
      EffectivePolicy policy,
      DatasetName dataset,
      String schedule,
      Instant planned) {
    this.context = context;
    this.before = policy.get(Field.BEFORE).orElse(List.of());
    this.after = policy.get(Field.AFTER).orElse(List.of());
    this.quiesces = policy.get(Field.QUIESCES).orElse(false);
    environment.put("HEVELIUS_DATASET", dataset.text());
    environment.put("HEVELIUS_SCHEDULE", schedule);
    environment.put("HEVELIUS_PLANNED", planned.toString());
  }

  /** What went wrong and stopped nothing, a sentence each. */
  List<String> notes() {
    return notes;
  }

  /** What must be looked at, a sentence each. */
  List<String> failures() {
    return failures;
  }

  /**
   * Records those for afterwards and runs those for before.
   *
   * @throws HeveliusException UNAVAILABLE when one fails that must not, or when another process is
   *     between the hooks of the dataset for a minute; CANCELED
   */
  void before(BooleanSupplier canceled) {
    requireWanted(canceled);
    begin(canceled);
    for (Hook hook : before) {
      requireWanted(canceled);
      Programs.Ended ended =
          context.programs().run(hook.command(), environment, hook.timeout(), canceled);
      if (ended.ending() == Programs.Ending.CANCELED) {
        requireWanted(() -> true);
      }
      if (!ended.succeeded() && hook.required()) {
        throw new HeveliusException(
            Category.UNAVAILABLE,
            "no snapshot of %s was taken: %s"
                .formatted(environment.get("HEVELIUS_DATASET"), text("before", hook, ended)),
            "all earlier snapshots are as they were; the hooks for afterwards are run",
            "run the program by hand; or let the policy go on without it: on-failure: continue");
      }
      if (!ended.succeeded()) {
        notes.add(text("before", hook, ended));
      }
    }
    requireWanted(canceled);
    held = quiesces && !before.isEmpty() && notes.isEmpty();
  }

  private void begin(BooleanSupplier canceled) {
    if (before.isEmpty() && after.isEmpty()) {
      return;
    }
    String dataset = String.valueOf(environment.get("HEVELIUS_DATASET"));
    HookLease taken = waitFor(dataset, canceled);
    lease = taken;
    OwedHooks.Settled settled = new OwedHooks(context).settle(dataset, taken);
    if (settled.count() > 0) {
      notes.add(
          "%d hooks that an interrupted snapshot owed were run first".formatted(settled.count()));
    }
    notes.addAll(settled.failures());
    List<OwedHook> mine = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      mine.add(
          new OwedHook(
              dataset,
              i,
              taken.holder(),
              String.valueOf(environment.get("HEVELIUS_SCHEDULE")),
              Instant.parse(String.valueOf(environment.get("HEVELIUS_PLANNED"))),
              context.clock().instant(),
              after.get(i)));
    }
    context.catalog().hooks().owe(mine);
    owed = mine;
    begun = true;
  }

  private HookLease waitFor(String dataset, BooleanSupplier canceled) {
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      Optional<HookLease> taken = HookLease.take(context, dataset);
      if (taken.isPresent()) {
        return taken.orElseThrow();
      }
      requireWanted(canceled);
      pause();
    }
    throw new HeveliusException(
        Category.UNAVAILABLE,
        "no snapshot of %s was taken: another process is between its hooks".formatted(dataset),
        "no hook was run; all earlier snapshots are as they were");
  }

  private static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      requireWanted(() -> true);
    }
  }

  /** What must hold when the snapshot is recorded: that nobody has let the writers go meanwhile. */
  List<Fence> fences() {
    HookLease mine = lease;
    return mine == null ? List.of() : List.of(mine.fence());
  }

  /** Whether hooks hold all writers, as the policy says of those that all succeeded. */
  boolean holdsWriters() {
    return held;
  }

  private static void requireWanted(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(
          Category.CANCELED, "canceled before the snapshot was taken", "nothing was published");
    }
  }

  /**
   * Runs those for afterwards, all of them, if those for before were begun. What fails is noted.
   *
   * @param snapshot its reference; empty when there is none
   */
  void after(Ending ending, String snapshot) {
    Map<String, String> told = new TreeMap<>(environment);
    told.put("HEVELIUS_RESULT", ending.name().toLowerCase(Locale.ROOT));
    told.put("HEVELIUS_SNAPSHOT", snapshot);
    // Writers that are held must be let go also when this thread is asked to end.
    boolean interrupted = Thread.interrupted();
    boolean settled = false;
    try {
      if (begun) {
        for (OwedHook hook : owed.reversed()) {
          after(hook, told);
          interrupted |= Thread.interrupted();
        }
      }
      settled = true;
    } finally {
      end(settled);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void after(OwedHook hook, Map<String, String> told) {
    if (isTakenOver(hook)) {
      notes.add("an after-hook was run by another node, which took this one for dead");
      return;
    }
    Programs.Ended ended =
        context.programs().run(hook.hook().command(), told, hook.hook().timeout(), () -> false);
    if (!ended.succeeded()) {
      (hook.hook().required() ? failures : notes).add(text("after", hook.hook(), ended));
    }
    try {
      boolean _ = context.catalog().hooks().settle(hook);
    } catch (HeveliusException e) {
      notes.add("an after-hook may be run once more: " + e.getMessage());
    }
  }

  /** A catalog that can't be asked must not keep writers from being let go. */
  private boolean isTakenOver(OwedHook hook) {
    try {
      return context.catalog().hooks().owed().stream().noneMatch(hook::is);
    } catch (HeveliusException e) {
      return false;
    }
  }

  private void end(boolean settled) {
    HookLease mine = lease;
    if (mine == null) {
      return;
    }
    mine.abandon();
    if (settled) {
      try {
        mine.close();
      } catch (HeveliusException e) {
        // It lapses by itself.
        notes.add("the right to run hooks lapses in a while: " + e.getMessage());
      }
    }
  }

  /** Names the program alone: its arguments may be secret. */
  static String text(String side, Hook hook, Programs.Ended ended) {
    String how =
        switch (ended.ending()) {
          case EXITED -> "failed with exit status " + ended.status();
          case TIMED_OUT -> "did not end within " + length(hook.timeout()) + " and was stopped";
          case CANCELED -> "was canceled";
          case NOT_STARTED -> "can't be started";
        };
    return "the %s-hook %s %s%s"
        .formatted(
            side,
            hook.command().getFirst(),
            how,
            ended.lastWords().isEmpty() ? "" : ": " + ended.lastWords());
  }

  private static String length(Duration timeout) {
    return timeout.toSeconds() + " s";
  }
}
