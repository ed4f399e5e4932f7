package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.recovery.RecoveryStore;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.core.usecase.Recoveries;
import org.hevelius.core.usecase.RecoveryPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recoveries that fail, or whose process is killed, at each place where they can. */
class StoppedRecoveriesTest implements Programs {
  private static final Set<String> WRITES = Set.of("begin", "step", "update");
  private static final String POLICY =
      """
      policies:
        - name: dr
          scopes: [cosmos7/raw]
          recovery:
            stop: [{run: [stop, first]}, {run: [stop, second]}]
            start: [{run: [start, second]}, {run: [start, first]}]
            check: [{run: [check], retries: 1, pause: 0s}]
      """;

  private static RepositoryHome.Store store;

  @TempDir static Path shared;
  @TempDir Path directory;

  private RepositoryHome home;
  private final List<String> ran = new ArrayList<>();
  private final List<Map<String, String>> startedOn = new ArrayList<>();
  private final Map<String, Integer> failing = new TreeMap<>();
  private boolean running = true;
  private int writes = Integer.MAX_VALUE;

  /** The process is gone: nothing that runs on exceptions runs any more. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeAll
  static void openStore() throws IOException {
    store = new RepositoryHome.Store(shared.resolve("home"));
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @BeforeEach
  void damaged() throws IOException {
    fresh(directory);
  }

  private void fresh(Path place) throws IOException {
    home = new RepositoryHome(Files.createDirectories(place), store);
    WANT.forEach(home::write);
    home.ok("create", "cosmos7/raw", "Good", "--source", "raw");
    home.write("events/n1.txt", "damaged\n").write("new.txt", "worthless, or not\n");
    Files.delete(home.file("notes/later.md"));
    new ManagedPolicies(home.context(home.catalog(), this))
        .execute(
            new ManagedPolicies(home.context(home.catalog(), this))
                .planApply("p.yaml", POLICY, null));
    running = true;
    writes = Integer.MAX_VALUE;
    ran.clear();
    startedOn.clear();
    failing.clear();
  }

  @Override
  public Ended run(
      List<String> command,
      Map<String, String> environment,
      Duration limit,
      BooleanSupplier canceled) {
    String said = String.join(" ", command);
    ran.add(said);
    int left = failing.getOrDefault(said, 0);
    if (left != 0) {
      failing.put(said, left - 1);
      return new Ended(Ending.EXITED, 1, "it says no");
    }
    if (command.getFirst().equals("stop")) {
      running = false;
    } else if (command.getFirst().equals("start")) {
      running = true;
      startedOn.add(state());
    }
    return new Ended(Ending.EXITED, 0, "");
  }

  /** Nothing is put back under what works with the data. */
  private void watch(RecoveryStep step) {
    if (step.kind() == RecoveryStep.Kind.PUT_BACK && step.state() == RecoveryStep.State.BEGUN) {
      assertThat(running).as(step.text()).isFalse();
    }
  }

  private Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    Path root = home.file("");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        state.put(root.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return state;
  }

  private Recoveries recoveries() {
    return new Recoveries(home.context(dying(), this));
  }

  /** The catalog, whose process dies at one of the writes of recoveries. */
  private Catalog dying() {
    return proxy(Catalog.class, home.catalog(), "recoveries");
  }

  private <T> T proxy(Class<T> type, T real, @Nullable String wrapped) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              boolean write = wrapped == null && WRITES.contains(method.getName());
              if (write && writes-- <= 0) {
                throw new Died();
              }
              try {
                Object result = method.invoke(real, arguments);
                return method.getName().equals(wrapped)
                    ? proxy(RecoveryStore.class, (RecoveryStore) result, null)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private RecoveryPlan plan() {
    return recoveries()
        .plan(new Recoveries.Request("cosmos7/raw", null, null), Progress.NONE, () -> false);
  }

  private Recovery recover() {
    return recoveries().execute(plan(), this::watch, Progress.NONE, () -> false);
  }

  private Recovery goOn(Recoveries.Way way) {
    return recoveries().resume("cosmos7/raw", way, this::watch, Progress.NONE, () -> false);
  }

  private static final Map<String, String> WANT =
      Map.of(
          "calib/mars.caldb", "gain = 1.21\n",
          "events/n1.txt", "one\n",
          "notes/later.md", "later work\n");

  private static final Map<String, String> BEFORE =
      Map.of(
          "calib/mars.caldb", "gain = 1.21\n",
          "events/n1.txt", "damaged\n",
          "new.txt", "worthless, or not\n");

  @Test
  void allIsDoneInItsOrder() {
    Recovery done = recover();
    assertThat(done.state()).isEqualTo(Recovery.State.SUCCEEDED);
    assertThat(state()).isEqualTo(WANT);
    assertThat(ran)
        .containsExactly("stop first", "stop second", "start second", "start first", "check");
    assertThat(startedOn).containsOnly(WANT);
    assertThat(done.steps()).allMatch(step -> step.state() == RecoveryStep.State.DONE);
    assertThat(home.catalog().recoveries().unfinished()).isEmpty();
    Recovery undone =
        recoveries()
            .execute(
                recoveries()
                    .plan(
                        new Recoveries.Request("cosmos7/raw", String.valueOf(done.guard()), null),
                        Progress.NONE,
                        () -> false),
                this::watch,
                Progress.NONE,
                () -> false);
    assertThat(undone.state()).isEqualTo(Recovery.State.SUCCEEDED);
    assertThat(state()).isEqualTo(BEFORE);
  }

  @Test
  void whateverFailsTheServicesRunOnTheStateBefore() throws IOException {
    int n = 0;
    for (String command : List.of("stop second", "start first", "check")) {
      fresh(directory.resolve("f" + n++));
      failing.put(command, command.equals("check") ? 2 : 1);
      Recovery back = recover();
      assertThat(back.state()).as(command).isEqualTo(Recovery.State.BACK);
      assertThat(back.detail()).contains("it says no");
      assertThat(running).as(command).isTrue();
      assertThat(state()).as(command).isEqualTo(BEFORE);
    }
  }

  @Test
  void whatCanNotBeStartedAgainIsToldWithItsCommands() {
    failing.put("check", 2);
    failing.put("start second", -1);
    Recovery stuck = recover();
    assertThat(stuck.state()).isEqualTo(Recovery.State.STUCK);
    RepositoryHome.Run shown = home.run("recover", "show", String.valueOf(stuck.id()));
    assertThat(shown.out())
        .contains("stuck", "it says no", "recover cosmos7/raw --resume", "  start second");
    assertThat(state()).isEqualTo(BEFORE);
    failing.clear();
    assertThat(goOn(Recoveries.Way.BACK).state()).isEqualTo(Recovery.State.BACK);
    assertThat(running).isTrue();
    assertThat(startedOn).allMatch(on -> on.equals(BEFORE) || on.equals(WANT));
  }

  @Test
  void afterAKillAtAnyStepItGoesOn() throws IOException {
    killAtEachStep(Recoveries.Way.RESUME, WANT, Recovery.State.SUCCEEDED);
  }

  @Test
  void afterAKillAtAnyStepItGoesBack() throws IOException {
    killAtEachStep(Recoveries.Way.BACK, BEFORE, Recovery.State.BACK);
  }

  private void killAtEachStep(Recoveries.Way way, Map<String, String> expected, Recovery.State end)
      throws IOException {
    int died = 0;
    for (int after = 0; ; after++) {
      fresh(directory.resolve("k" + after));
      RecoveryPlan plan = plan();
      writes = after;
      try {
        Recovery whole = recoveries().execute(plan, this::watch, Progress.NONE, () -> false);
        assertThat(whole.state()).isEqualTo(Recovery.State.SUCCEEDED);
        break;
      } catch (Died e) {
        died++;
        writes = Integer.MAX_VALUE;
      }
      if (after == 0) {
        assertThat(home.catalog().recoveries().unfinished()).isEmpty();
        assertThat(ran).isEmpty();
        continue;
      }
      Recovery left = home.catalog().recoveries().unfinished().getFirst();
      assertThatThrownBy(this::plan)
          .isInstanceOfSatisfying(
              HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
      assertThat(home.run("status").out()).contains("recovery " + left.id());
      // A machine that starts again starts its services, and what was written is partly there.
      running = true;
      if (left.steps().stream()
          .anyMatch(
              step ->
                  step.kind() == RecoveryStep.Kind.PUT_BACK
                      && step.state() == RecoveryStep.State.BEGUN)) {
        home.write("events/n1.txt", "damaged\n");
      }
      Recovery ended = goOn(way);
      assertThat(ended.state()).as("after %d: %s", after, ended.detail()).isEqualTo(end);
      assertThat(state()).as("after %d", after).isEqualTo(expected);
      assertThat(running).as("after %d", after).isTrue();
      assertThat(startedOn)
          .as("after %d", after)
          .allMatch(on -> on.equals(BEFORE) || on.equals(WANT));
    }
    assertThat(died).isGreaterThan(15);
  }

  @Test
  void whenTheDataAreGoneAltogetherTheyComeBack() throws IOException {
    home.removeSource();
    RecoveryPlan plan = plan();
    assertThat(plan.unguarded()).hasSize(1);
    Recovery done = recoveries().execute(plan, this::watch, Progress.NONE, () -> false);
    assertThat(done.state()).as(done.detail()).isEqualTo(Recovery.State.SUCCEEDED);
    assertThat(state()).isEqualTo(WANT);
    assertThat(done.guard()).isNull();
  }

  @Test
  void aPlanThatIsNotTrueAnyMoreIsNotCarriedOut() {
    RecoveryPlan plan = plan();
    new ManagedPolicies(home.context(home.catalog(), this))
        .execute(
            new ManagedPolicies(home.context(home.catalog(), this))
                .planApply("p.yaml", POLICY.replace("[stop, first]", "[stop, other]"), null));
    assertThatThrownBy(() -> recoveries().execute(plan, this::watch, Progress.NONE, () -> false))
        .hasMessageContaining("has changed since plan");
    assertThat(ran).isEmpty();
    assertThat(state()).isEqualTo(BEFORE);
  }

  @Test
  void whatWasSettledByHandIsOnlyNoted() {
    RecoveryPlan plan = plan();
    writes = 4;
    assertThatThrownBy(() -> recoveries().execute(plan, this::watch, Progress.NONE, () -> false))
        .isInstanceOf(Died.class);
    writes = Integer.MAX_VALUE;
    ran.clear();
    Recovery settled = recoveries().settle("cosmos7/raw", "started by hand");
    assertThat(settled.state()).isEqualTo(Recovery.State.SETTLED);
    assertThat(ran).isEmpty();
    assertThat(plan().id()).isEqualTo(plan.id());
  }
}
