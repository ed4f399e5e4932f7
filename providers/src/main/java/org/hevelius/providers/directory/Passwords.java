package org.hevelius.providers.directory;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.crypto.Password;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the passwords of repositories and of the catalog from where the configuration says they
 * are.
 */
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
    return of(
        "repository \"" + entry.name() + "\"",
        entry.passwordFile(),
        entry.passwordEnvironment(),
        entry.passwordCommand());
  }

  /** The password of the catalog; empty where the server is to ask for none. */
  String of(CatalogEntry entry) {
    String file = entry.passwordFile();
    String variable = entry.passwordEnvironment();
    if (file == null && variable == null && entry.passwordCommand().isEmpty()) {
      return "";
    }
    try (Password password = of("the catalog", file, variable, entry.passwordCommand())) {
      return password.reveal();
    }
  }

  private Password of(
      String whose, @Nullable String file, @Nullable String variable, List<String> command) {
    if (file != null) {
      return ofFile(home.resolve(file));
    }
    if (variable == null) {
      return EngineFailures.translate(() -> Password.ofCommand(command));
    }
    String value = environment.apply(variable);
    if (value == null || value.isEmpty()) {
      throw new HeveliusException(
          Category.DENIED,
          "the variable %s with the password of %s is not set".formatted(variable, whose),
          "nothing was changed; set it and try again");
    }
    return EngineFailures.translate(() -> Password.of(value.toCharArray()));
  }

  static Password ofFile(Path file) {
    return EngineFailures.translate(() -> Password.ofFile(file));
  }
}
