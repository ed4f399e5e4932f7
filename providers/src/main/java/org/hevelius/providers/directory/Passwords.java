package org.hevelius.providers.directory;

import java.nio.file.Path;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.repository.crypto.Password;
import org.jspecify.annotations.Nullable;

/** Fetches the passwords of repositories from where the configuration says they are. */
final class Passwords {
  private final Home home;
  private final Function<String, @Nullable String> environment;

  /**
   * Makes the access.
   *
   * @param environment gives the value of a variable, or null
   */
  Passwords(Home home, Function<String, @Nullable String> environment) {
    this.home = home;
    this.environment = environment;
  }

  Password of(RepositoryEntry entry) {
    String file = entry.passwordFile();
    String variable = entry.passwordEnvironment();
    if (file != null) {
      return ofFile(home.resolve(file));
    }
    if (variable == null) {
      return EngineFailures.translate(() -> Password.ofCommand(entry.passwordCommand()));
    }
    String value = environment.apply(variable);
    if (value == null || value.isEmpty()) {
      throw new HeveliusException(
          Category.DENIED,
          "the variable %s with the password of repository \"%s\" is not set"
              .formatted(variable, entry.name()),
          "nothing was changed; set it and try again");
    }
    return EngineFailures.translate(() -> Password.of(value.toCharArray()));
  }

  static Password ofFile(Path file) {
    return EngineFailures.translate(() -> Password.ofFile(file));
  }
}
