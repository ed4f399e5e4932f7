package org.hevelius.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final RandomGenerator RANDOM = new Random(7);

  @Test
  void aTokenIsRecognizedByItselfAlone() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      TokenSecret token = TokenSecret.make(RANDOM);
      assertThat(token.reveal()).matches("hev_[0-9A-Za-z]{49}").startsWith(token.prefix());
      assertThat(token.prefix()).hasSize(12);
      assertThat(seen.add(token.reveal())).isTrue();
      TokenSecret again = TokenSecret.parse(token.reveal()).orElseThrow();
      assertThat(again.matches(token.hash())).isTrue();
      assertThat(again.matches(TokenSecret.make(RANDOM).hash())).isFalse();
    }
  }

  @Test
  void theLargestNumberStillFits() {
    RandomGenerator ones = () -> -1L;
    TokenSecret token = TokenSecret.make(ones);
    assertThat(TokenSecret.parse(token.reveal())).isPresent();
    assertThat(token.hash()).hasSize(64);
  }

  @Test
  void aMistypedTokenIsNone() {
    String text = TokenSecret.make(RANDOM).reveal();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'a' ? 'b' : 'a';
      String wrong = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(TokenSecret.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hev_", "hev_0000", "Bearer x", "hev_ä", "hev_\n"})
  void anythingElseIsNoToken(String text) {
    assertThat(TokenSecret.parse(text)).isEmpty();
    assertThat(SessionSecret.parse(text)).isEmpty();
  }

  @Test
  void aSessionHasACsrfTokenOfItsOwn() {
    SessionSecret one = SessionSecret.make(RANDOM);
    SessionSecret other = SessionSecret.make(RANDOM);
    assertThat(one.matchesCsrf(one.csrfToken())).isTrue();
    assertThat(one.matchesCsrf(other.csrfToken())).isFalse();
    assertThat(one.matchesCsrf("")).isFalse();
    assertThat(one.csrfToken()).isNotEqualTo(one.reveal());
    SessionSecret again = SessionSecret.parse(one.reveal()).orElseThrow();
    assertThat(again.hash()).isEqualTo(one.hash()).doesNotContain(one.reveal());
    assertThat(again.matchesCsrf(one.csrfToken())).isTrue();
  }

  @Test
  void secretsDoNotShowThemselves() {
    TokenSecret token = TokenSecret.make(RANDOM);
    SessionSecret session = SessionSecret.make(RANDOM);
    Password password = Password.chosen("correct horse battery");
    assertThat(List.of(token, session, password).toString())
        .isEqualTo("[" + token.prefix() + ", a session's id, a password]");
  }

  @Test
  void newPasswordsAreLongAndAllAreBounded() {
    assertThatThrownBy(() -> Password.chosen("elevenchars"))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("too short")
        .hasMessageNotContaining("elevenchars");
    assertThat(Password.chosen("twelve chars").reveal()).isEqualTo("twelve chars");
    assertThatThrownBy(() -> Password.given("x".repeat(1025)))
        .isInstanceOf(HeveliusException.class);
    assertThat(Password.given("gro\u0308ssere").reveal()).isEqualTo("gr\u00f6ssere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Maya", "-maya", "ma ya", "maya\n", "../x", "m/a", "mäya"})
  void oddNamesOfUsersAreRefused(String name) {
    List<Grant> grants = List.of(new Grant(Role.VIEWER, Grant.ALL));
    assertThatThrownBy(() -> new User(name, grants, false, Instant.EPOCH))
        .isInstanceOf(HeveliusException.class);
  }

  @Test
  void aSessionEndsWhenItIsIdleOrOld() {
    LoginSession.Limits limits = new LoginSession.Limits(Duration.ofHours(1), Duration.ofHours(10));
    Instant start = Instant.parse("2026-11-21T08:00:00Z");
    LoginSession fresh = new LoginSession("h", "maya", start, start);
    assertThat(fresh.hasExpired(start.plusSeconds(3599), limits)).isFalse();
    assertThat(fresh.hasExpired(start.plusSeconds(3600), limits)).isTrue();
    LoginSession busy = new LoginSession("h", "maya", start, start.plus(Duration.ofMinutes(599)));
    assertThat(busy.hasExpired(start.plus(Duration.ofMinutes(599)), limits)).isFalse();
    assertThat(busy.hasExpired(start.plus(Duration.ofHours(10)), limits)).isTrue();
  }
}
