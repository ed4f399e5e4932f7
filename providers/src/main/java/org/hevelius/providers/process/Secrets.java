package org.hevelius.providers.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/** Fetches secrets from where the configuration says they are. Messages name the place alone. */
public final class Secrets {
  private static final int MAX_LENGTH = 8 << 10;

  private final Path home;
  private final Function<String, @Nullable String> environment;
  private final ProgramRunner programs = new ProgramRunner(Duration.ofSeconds(20), MAX_LENGTH);

  /**
   * Makes the access.
   *
   * @param home what paths are relative to
   * @param environment gives the value of a variable, or null
   */
  public Secrets(Path home, Function<String, @Nullable String> environment) {
    this.home = home;
    this.environment = environment;
  }

  /**
   * The secret.
   *
   * @throws HeveliusException DENIED or UNAVAILABLE when it can't be had
   */
  public String of(SecretRef reference) {
    return switch (reference) {
      case SecretRef.Plain(String text) -> text;
      case SecretRef.OfFile(String path) -> ofFile(home.resolve(path));
      case SecretRef.OfVariable(String name) ->
          present(environment.apply(name), "the variable " + name);
      case SecretRef.OfCommand(List<String> command) -> ofCommand(command);
    };
  }

  private static String ofFile(Path file) {
    try (var in = Files.newInputStream(file)) {
      return present(firstLine(in.readNBytes(MAX_LENGTH)), "the file " + file);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "can't read the secret in " + file, List.of(), e);
    }
  }

  private String ofCommand(List<String> command) {
    ProgramResult result = programs.run(command, _ -> {});
    if (!result.succeeded()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the program %s for a secret failed with code %d"
              .formatted(command.getFirst(), result.status()));
    }
    return present(firstLine(result.output()), "the output of " + command.getFirst());
  }

  private static String firstLine(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new BufferedReader(new StringReader(text)).lines().findFirst().orElse("").strip();
  }

  private static String present(@Nullable String secret, String where) {
    if (secret == null || secret.isEmpty()) {
      throw new HeveliusException(Category.DENIED, "there is no secret in " + where);
    }
    return secret;
  }
}
