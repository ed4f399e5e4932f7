package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Hook;
import org.hevelius.core.provider.Programs;

/**
 * The hooks around one snapshot. Once the first of them was begun, or there is none to begin with,
 * those for afterwards are run whatever comes, the last one first.
 */
final class HookRun {
  /** How the snapshot ended, as hooks are told. */
  enum Ending {
    OK,
    PARTIAL,
    FAILED,
    CANCELED
  }

  private final Programs programs;
  private final List<Hook> before;
  private final List<Hook> after;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final boolean quiesces;
  private boolean held;

  HookRun(
      Programs programs,
      EffectivePolicy policy,
      DatasetName dataset,
      String schedule,
      Instant planned) {
    this.programs = programs;
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
   * Runs those for before.
   *
   * @throws HeveliusException UNAVAILABLE when one fails that must not; CANCELED
   */
  void before(BooleanSupplier canceled) {
    for (Hook hook : before) {
      requireWanted(canceled);
      Programs.Ended ended = programs.run(hook.command(), environment, hook.timeout(), canceled);
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
   * Runs those for afterwards, all of them. What fails is noted.
   *
   * @param snapshot its reference; empty when there is none
   */
  void after(Ending ending, String snapshot) {
    Map<String, String> told = new TreeMap<>(environment);
    told.put("HEVELIUS_RESULT", ending.name().toLowerCase(Locale.ROOT));
    told.put("HEVELIUS_SNAPSHOT", snapshot);
    // Writers that are held must be let go also when this thread is asked to end.
    boolean interrupted = Thread.interrupted();
    try {
      for (Hook hook : after.reversed()) {
        Programs.Ended ended = programs.run(hook.command(), told, hook.timeout(), () -> false);
        if (!ended.succeeded()) {
          (hook.required() ? failures : notes).add(text("after", hook, ended));
        }
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Names the program alone: its arguments may be secret. */
  private static String text(String side, Hook hook, Programs.Ended ended) {
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
