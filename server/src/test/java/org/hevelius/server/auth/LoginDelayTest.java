package org.hevelius.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class LoginDelayTest {
  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final LoginDelay delay = new LoginDelay(clock, 100);

  @Test
  void eachFailureDoublesTheWaitUpToAMinute() {
    for (int i = 0; i < 5; i++) {
      assertThat(delay.begin("sam", "10.0.0." + i)).isZero();
    }
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(delay.begin("sam", "10.0.1.1")).isEqualTo(Duration.ofSeconds(seconds));
      clock.advance(Duration.ofSeconds(seconds));
      assertThat(delay.begin("sam", "10.0.1.1")).isZero();
    }
    clock.advance(Duration.ofMinutes(61));
    for (int i = 0; i < 5; i++) {
      assertThat(delay.begin("sam", "10.0.2.1")).isZero();
    }
  }

  @Test
  void oneNetworkIsOneAddress() {
    for (int i = 0; i < 20; i++) {
      assertThat(delay.begin("user" + i, "2001:db8:1:2:0:0:0:" + i)).isZero();
    }
    assertThat(delay.begin("sam", "2001:db8:1:2:ffff:0:0:1")).isPositive();
    assertThat(delay.begin("sam", "2001:db8:1:3:0:0:0:1")).isZero();
  }

  @Test
  void aSuccessIsForgiven() {
    for (int i = 0; i < 100; i++) {
      assertThat(delay.begin("sam", "10.0.0.1")).as("%d", i).isZero();
      delay.succeeded("sam", "10.0.0.1");
    }
    assertThat(delay.size()).isZero();
  }

  @Test
  void remembersABoundedNumber() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(delay.begin("user" + i, "10.1." + i / 256 + "." + i % 256)).isZero();
    }
    assertThat(delay.size()).isEqualTo(200);
  }

  @Test
  void ofANameThatIsTooLongForAnAccountLittleIsRemembered() {
    String name = "x".repeat(1 << 20);
    for (int i = 0; i < 5; i++) {
      assertThat(delay.begin(name + i, "10.0.0." + i)).isZero();
    }
    assertThat(delay.begin(name, "10.0.1.1")).isPositive();
    assertThat(delay.begin("x", "10.0.1.1")).isZero();
    assertThat(delay.size()).isEqualTo(1 + 5 + 1 + 1);
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOut() {
    for (int i = 0; i < 6; i++) {
      delay.begin("sam", "10.0.0.1");
      clock.advance(Duration.ofSeconds(1));
    }
    clock.advance(Duration.ofDays(-1));
    assertThat(delay.begin("sam", "10.0.0.1")).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }
}
