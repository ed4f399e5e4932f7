package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
  @TempDir Path directory;

  @Test
  void isUtf8AndHidesAndClearsItself() {
    Password password = Password.of("geheim ü😀".toCharArray());
    byte[] bytes = password.bytes();
    assertThat(bytes).isEqualTo("geheim ü😀".getBytes(StandardCharsets.UTF_8));
    assertThat(password.toString()).doesNotContain("geheim");
    password.close();
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void refusesNothingAndHalfCharacters() {
    fails(Kind.INVALID, () -> Password.of(new char[0]));
    fails(Kind.INVALID, () -> Password.of(new char[] {'a', '\ud83d'}));
    fails(Kind.INVALID, () -> Password.of(new char[] {'\ud83d', 'a'}));
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', 'a b'",
    "'a b\n', 'a b'",
    "'a b\r\n', 'a b'",
    "'a b\n\n', 'a b\n'",
    "' a\nb', ' a\nb'"
  })
  void takesAFileWithoutOneLineBreakAtItsEnd(String content, String expected) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), content);
    assertThat(Password.ofFile(file).bytes()).isEqualTo(bytes(expected));
  }

  @Test
  void refusesFilesThatHoldNoPassword() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path large = Files.write(directory.resolve("large"), new byte[70_000]);
    fails(Kind.INVALID, () -> Password.ofFile(empty));
    fails(Kind.INVALID, () -> Password.ofFile(large));
    fails(Kind.NOT_FOUND, () -> Password.ofFile(directory.resolve("missing")));
    fails(Kind.WRONG_PASSWORD, () -> Password.ofFile(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"one two", "one two\n", "one two\r\nrest\n"})
  void takesTheFirstLineOfACommand(String output) {
    Password password = Password.ofCommand(List.of("printf", "%s", output));
    assertThat(password.bytes()).isEqualTo(bytes("one two"));
  }

  @Test
  void givesTheArgumentsToNoShell() {
    Password password = Password.ofCommand(List.of("printf", "%s", "$HOME;`id` *"));
    assertThat(password.bytes()).isEqualTo(bytes("$HOME;`id` *"));
  }

  @Test
  void readsACommandThatPrintsMoreThanAPipeHolds() {
    Password password =
        Password.ofCommand(List.of("sh", "-c", "echo one; head -c 1000000 /dev/zero"));
    assertThat(password.bytes()).isEqualTo(bytes("one"));
  }

  @Test
  void givesACommandNoInput() {
    Password password = Password.ofCommand(List.of("sh", "-c", "cat; echo one"));
    assertThat(password.bytes()).isEqualTo(bytes("one"));
  }

  @Test
  void saysWhichCommandFailedButNotWithWhichArguments() {
    for (List<String> command :
        List.of(
            List.of("sh", "-c", "echo secret; exit 3"),
            List.of("/no/such/program", "secret"),
            List.of("true", "secret"),
            List.of("echo", "", "secret".repeat(20_000)))) {
      assertThatThrownBy(() -> Password.ofCommand(command))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining(command.getFirst())
          .hasMessageNotContaining("secret");
    }
    fails(Kind.INVALID, () -> Password.ofCommand(List.of()));
  }

  @Test
  void stopsACommandThatDoesNotEnd() {
    fails(
        Kind.UNAVAILABLE,
        () -> Password.ofCommand(List.of("sleep", "100"), Duration.ofMillis(200)));
  }

  @Test
  void doesNotWaitForAProgramInTheBackgroundThatHoldsThePipe() {
    Password password = Password.ofCommand(List.of("sh", "-c", "echo one; sleep 3 & exit 0"));
    assertThat(password.bytes()).isEqualTo(bytes("one"));
  }

  private static void fails(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
