package org.hevelius.providers.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.PasswordHasher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2PasswordsTest {
  private static final Password RIGHT = Password.chosen("Größe der Venus 1679");

  private final PasswordHasher passwords = new Argon2Passwords();

  @Test
  void onlyTheRightPasswordMatches() {
    String hash = passwords.hash(RIGHT);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("Venus");
    assertThat(passwords.matches(RIGHT, hash)).isTrue();
    assertThat(passwords.matches(Password.given("Größe der Venus 1678"), hash)).isFalse();
    assertThat(passwords.matches(Password.given(""), hash)).isFalse();
    assertThat(passwords.hash(RIGHT)).as("salted").isNotEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG"
      })
  void hashesOfTheReferenceImplementationAreReadByTheirOwnParameters(String hash) {
    // From the tests of github.com/P-H-C/phc-winner-argon2.
    assertThat(passwords.matches(Password.given("password"), hash)).isTrue();
    assertThat(passwords.matches(Password.given("passwore"), hash)).isFalse();
  }

  @Test
  void whatIsNoHashIsDamaged() {
    assertThatThrownBy(() -> passwords.matches(RIGHT, "$argon2id$v=19$nonsense"))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.category()).isEqualTo(HeveliusException.Category.DAMAGED));
  }
}
