package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordKeyTest {
  private static final KeyDerivation CHEAP = new KeyDerivation(16, 8, 1);

  private final SecureRandom random = new SecureRandom();
  private final Password password = Password.of("pässword".toCharArray());

  @Test
  void opensWithItsPasswordAndNoOther() {
    MasterKey master = MasterKey.random(random);
    PasswordKey sealed = PasswordKey.seal(master, password, CHEAP, random);
    PasswordKey read = PasswordKey.of(sealed.derivation(), sealed.salt(), sealed.data(), "key 1");
    MasterKey opened = read.open(password).orElseThrow();
    assertThat(opened.encrypt()).isEqualTo(master.encrypt());
    assertThat(opened.macK()).isEqualTo(master.macK());
    assertThat(opened.macR()).isEqualTo(master.macR());
    assertThat(read.open(Password.of("Pässword".toCharArray()))).isEmpty();
  }

  @Test
  void takesADamagedKeyForAWrongPassword() {
    PasswordKey sealed = PasswordKey.seal(MasterKey.random(random), password, CHEAP, random);
    sealed.data()[20] ^= 1;
    assertThat(sealed.open(password)).isEmpty();
    assertThat(PasswordKey.of(CHEAP, sealed.salt(), new byte[7], "key 1").open(password)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"mac\":{\"k\":\"AQEBAQEBAQEBAQEBAQEBAQ==\",\"r\":\"AQEBAQEBAQEBAQEBAQEBAQ==\"}}",
        "{\"mac\":{\"k\":\"AQEB\",\"r\":\"AQEB\"},\"encrypt\":\"secret\"}",
        "{\"mac\":{\"k\":\"AQEB\",\"r\":\"AQEB\"},\"encrypt\":\"AQEB\"",
      })
  void namesAKeyWhoseContentIsNoMasterKeyAndQuotesNothingOfIt(String content) {
    byte[] salt = new byte[64];
    byte[] plain = content.getBytes(StandardCharsets.UTF_8);
    byte[] data = new byte[plain.length + 32];
    CHEAP.derive(password, salt).sealer(random).seal(plain, 0, plain.length, data, 0);
    PasswordKey key = PasswordKey.of(CHEAP, salt, data, "keys/12ab");
    assertThatThrownBy(() -> key.open(password))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
        .hasMessageContaining("keys/12ab")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void refusesASaltOfAnotherLength() {
    assertThatThrownBy(() -> PasswordKey.of(CHEAP, new byte[63], new byte[100], "keys/12ab"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("keys/12ab");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 1, DAMAGED",
    "1, 8, 1, DAMAGED",
    "-2147483648, 8, 1, DAMAGED",
    "-9223372036854775808, 8, 1, DAMAGED",
    "1000, 8, 1, DAMAGED",
    "1024, 0, 1, DAMAGED",
    "1024, 8, 0, DAMAGED",
    "1024, 8, -1, DAMAGED",
    "1024, 1073741824, 1, DAMAGED",
    "1024, 32768, 32768, DAMAGED",
    "1024, 8, 9223372036854775807, DAMAGED",
    "4611686018427387904, 8, 1, UNSUPPORTED",
    "2097152, 8, 1, UNSUPPORTED",
    "2, 536870912, 1, UNSUPPORTED",
    "2, 4194304, 16, UNSUPPORTED",
    "32768, 8, 1000, UNSUPPORTED",
  })
  void refusesParametersThatMakeNoSenseOrAreTooDear(long n, long r, long p, Kind kind) {
    assertThatThrownBy(() -> KeyDerivation.read(n, r, p, "keys/12ab"))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining("keys/12ab");
  }

  @ParameterizedTest
  @CsvSource({"16384, 8, 2", "32768, 8, 7", "1048576, 8, 1", "2, 1, 1"})
  void acceptsParametersThatRepositoriesUse(int n, int r, int p) {
    assertThat(KeyDerivation.read(n, r, p, "x")).isEqualTo(new KeyDerivation(n, r, p));
  }

  @Test
  void saysWhenTheMemoryDoesNotSuffice() {
    long half = Runtime.getRuntime().maxMemory() / 2;
    KeyDerivation large = new KeyDerivation(1 << 20, 8, 1);
    Counterpart.need(half < 1L << 30, "this test needs a heap below 2 GiB");
    assertThatThrownBy(() -> large.derive(password, new byte[64]))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
  }
}
