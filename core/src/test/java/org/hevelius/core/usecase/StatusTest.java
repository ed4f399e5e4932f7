package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.runner.Runner;
import org.junit.jupiter.api.Test;

/** What is wrong with a home is seen in its status. */
class StatusTest {
  private final RunnerHome home = new RunnerHome("2026-03-01T12:00:00Z");

  private Jobs.Status status() {
    return home.home().jobs().status();
  }

  @Test
  void missedRunsAreToldForAWeek() {
    home.dataset("raw")
        .apply(
            """
            policies:
              - {name: p, scopes: [raw], schedules: {nightly: {at: "02:00", keep: all, catch-up: none}}}
            """);
    Runner node = home.node("a");
    home.at("2026-03-01T13:00:00Z", node);
    home.at("2026-03-04T12:00:00Z", node);
    assertThat(status().datasets().getFirst().missed()).isEqualTo(3);
    home.until("2026-03-08T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(status().datasets().getFirst().missed()).isEqualTo(3);
    home.until("2026-03-11T12:00:00Z", Duration.ofHours(1), _ -> node.beat());
    assertThat(status().datasets().getFirst().missed()).isZero();
    assertThat(status().warnings()).isEmpty();
  }

  @Test
  void aRunEndsWhenItsLastHookHas() {
    home.programs =
        (_, _, _, _) -> {
          home.clock.advance(Duration.ofMinutes(7));
          return new Programs.Ended(Programs.Ending.EXITED, 0, "");
        };
    home.dataset("raw")
        .apply(
            """
            policies:
              - name: p
                scopes: [raw]
                schedules: {nightly: {at: "02:00", keep: all}}
                hooks: {after: [{run: [thaw]}]}
            """);
    home.at("2026-03-01T12:01:00Z", home.node("a"));
    Instant due = Instant.parse("2026-03-02T02:00:00Z");
    home.at(due, home.node("b"));
    Jobs.View run = home.home().jobs().list("raw", null, 9).runs().getLast();
    assertThat(run.snapshot()).isEqualTo("raw@1");
    assertThat(run.state()).isEqualTo("succeeded");
    assertThat(run.finished()).isEqualTo(due.plus(Duration.ofMinutes(7)));
    assertThat(run.duration()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void aClockThatJumpedIsSeenFromWhatTheCatalogKnowsOf() {
    home.dataset("raw")
        .apply(
            """
            policies:
              - {name: p, scopes: [raw], schedules: {nightly: {at: "02:00", keep: all}}}
            """);
    Runner node = home.node("a");
    home.at("2031-03-02T02:00:00Z", node);
    home.clock.set(Instant.parse("2031-03-02T01:58:00Z"));
    assertThat(status().warnings()).isEmpty();
    home.at("2026-03-02T02:30:00Z", node);
    assertThat(status().warnings())
        .singleElement()
        .asString()
        .contains("2026-03-02T02:30:00Z", "2031-03-02T02:00:00Z", "a clock was wrong");
  }

  @Test
  void aCatalogWhoseDiskIsFullIsSaid() {
    Catalog full =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("isReadOnly")) {
                    return true;
                  }
                  try {
                    return method.invoke(home.storage.catalog, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    List<String> warnings = new Jobs(home.context(full, home.storage)).status().warnings();
    assertThat(warnings).singleElement().asString().contains("its disk is full or read-only");
  }
}
