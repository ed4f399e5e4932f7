package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.runner.Runner;
import org.junit.jupiter.api.Test;

class KnownPoliciesTest {
  private final RunnerHome home = new RunnerHome("2026-03-01T12:00:00Z");
  private final AtomicInteger reads = new AtomicInteger();

  private Catalog counting() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (_, method, arguments) -> {
              if (method.getName().equals("policies")) {
                reads.incrementAndGet();
              }
              try {
                return method.invoke(home.storage.catalog, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aRunnerThatHasNothingToDoReadsThePoliciesOnceAndAgainWhenAnotherNodeHasChangedThem() {
    home.dataset("raw").apply(policy("02:00"));
    Runner node = home.node("a", Runnable::run, counting(), home.storage);
    home.until("2026-03-01T13:00:00Z", Duration.ofSeconds(10), _ -> node.beat());
    int before = reads.get();
    assertThat(before).isLessThanOrEqualTo(2);
    home.until("2026-03-01T20:00:00Z", Duration.ofSeconds(10), _ -> node.beat());
    assertThat(reads).hasValue(before);
    home.apply(policy("20:30"));
    home.until("2026-03-01T20:31:00Z", Duration.ofSeconds(10), _ -> node.beat());
    assertThat(reads.get()).isGreaterThan(before);
    assertThat(home.runs("raw")).containsExactly("2026-03-01T20:30:00Z SUCCEEDED");
  }

  private static String policy(String at) {
    return "policies:\n  - {name: p, scopes: [raw], schedules: {s: {at: \"%s\", keep: all}}}\n"
        .formatted(at);
  }
}
