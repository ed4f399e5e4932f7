package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.server.api.TestService.Answer;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HealthTest {
  @TempDir Path root;

  @Test
  void aServiceWithoutItsCatalogLivesButIsNotReady() {
    try (TestService service = new TestService(root)) {
      service.breakCatalog();
      service.expect(200, service.send("", "GET", "/health/live", null));
      Answer answer = service.expect(503, service.send("", "GET", "/health/ready", null));
      JsonNode health = answer.json();
      assertThat(answer.text()).doesNotContain(root.toString());
      assertThat(health.get("ready").asBoolean()).isFalse();
      assertThat(health.get("checks").valueStream().map(check -> check.get("name").asString()))
          .containsExactly("catalog", "audit", "repositories");
      assertThat(health.at("/checks/0/ok").asBoolean()).isFalse();
      assertThat(health.at("/checks/2/ok").asBoolean()).isTrue();
    }
  }

  @Test
  void aRepositoryThatIsGoneIsFoundAndNamedOnlyToThoseWhoMayReadEverything() throws IOException {
    try (TestService service = new TestService(root)) {
      Path repository = Path.of(service.home.care().repositories().info("default").location());
      Files.move(repository, repository.resolveSibling("elsewhere"));
      Answer open = service.expect(503, service.send("", "GET", "/health/ready", null));
      assertThat(open.text()).doesNotContain(root.toString(), "default");
      assertThat(open.json().at("/checks/2/name").asString()).isEqualTo("repositories");
      assertThat(open.json().at("/checks/2/ok").asBoolean()).isFalse();
      service.expect(401, service.send("", "GET", "/api/v1/health", null));
      service.expect(403, service.send("other", "GET", "/api/v1/health", null));
      JsonNode told = service.expect(503, service.get("/api/v1/health")).json();
      assertThat(told.at("/checks/3/name").asString()).isEqualTo("repository default");
      assertThat(told.at("/checks/3/problem").asString()).contains(repository.toString());
      Files.createDirectory(repository);
      assertThat(
              new Probe(
                      "empty",
                      () -> service.home.care().repositories().probe("default"),
                      TestClock.at("2026-11-21T10:00:00Z"),
                      Duration.ofSeconds(20))
                  .problem())
          .contains(repository.toString());
    }
  }

  @Test
  void whatHangsIsNotWaitedForAndIsLookedAtOnce() throws InterruptedException {
    TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    CountDownLatch mounted = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    Probe hanging =
        new Probe(
            "repository nfs",
            () -> {
              looks.incrementAndGet();
              try {
                mounted.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            clock,
            Duration.ofMillis(20));
    assertThat(hanging.problem()).isEqualTo("no answer within 20 ms");
    clock.advance(Duration.ofMinutes(1));
    assertThat(hanging.problem()).isEqualTo("no answer within 20 ms");
    assertThat(looks).hasValue(1);
    mounted.countDown();
    assertThat(hanging.begin().join().problem()).isEmpty();
    assertThat(hanging.problem()).isEmpty();
  }

  @Test
  void whatWasFoundHoldsForSomeSecondsHoweverManyAsk() {
    TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    AtomicInteger looks = new AtomicInteger();
    Probe probe =
        new Probe(
            "x",
            () -> {
              if (looks.incrementAndGet() == 2) {
                throw new HeveliusException(Category.UNAVAILABLE, "gone");
              }
            },
            clock,
            Duration.ofSeconds(20));
    for (int seconds : new int[] {0, 2, 2}) {
      clock.advance(Duration.ofSeconds(seconds));
      assertThat(probe.problem()).isEmpty();
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(probe.problem()).isEqualTo("gone");
    // Also when the clock was set back.
    clock.advance(Duration.ofDays(-1));
    assertThat(probe.problem()).isEmpty();
    assertThat(looks).hasValue(3);
  }
}
