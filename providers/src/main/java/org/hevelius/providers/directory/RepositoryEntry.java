package org.hevelius.providers.directory;

import java.util.List;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * A repository of a home. Exactly one of the three places of the password is given; the password
 * itself is in no configuration.
 *
 * @param name lower-case letters, digits, dots, underscores and hyphens
 * @param location its directory; relative to the home unless absolute
 * @param readOnly whether Hevelius may write to it
 * @param cache whether trees and indexes are also kept in the home, for repositories that are
 *     reached over a network
 * @param passwordFile file with the password; relative to the home unless absolute
 * @param passwordEnvironment variable with the password
 * @param passwordCommand program and arguments that print the password; empty for none
 */
public record RepositoryEntry(
    String name,
    String location,
    boolean readOnly,
    boolean cache,
    @Nullable String passwordFile,
    @Nullable String passwordEnvironment,
    List<String> passwordCommand) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * Checks the entry.
   *
   * @throws HeveliusException INVALID with what doesn't fit
   */
  public RepositoryEntry {
    passwordCommand = List.copyOf(passwordCommand);
    if (!NAME.matcher(name).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + name + "\" is no name for a repository",
          "names begin with a lower-case letter or digit; letters, digits, '.', '_' and '-' may"
              + " follow, 64 in all");
    }
    if (location.isBlank() || location.indexOf('\0') >= 0) {
      throw new HeveliusException(
          Category.INVALID, "the repository \"" + name + "\" has no location");
    }
    int sources =
        (passwordFile == null ? 0 : 1)
            + (passwordEnvironment == null ? 0 : 1)
            + (passwordCommand.isEmpty() ? 0 : 1);
    if (sources != 1) {
      throw new HeveliusException(
          Category.INVALID,
          "the repository \"%s\" has %d places for its password".formatted(name, sources),
          "give exactly one: a file, a variable or a command");
    }
  }

  /** The same repository with its password in a file. */
  public RepositoryEntry withPasswordFile(String file) {
    return new RepositoryEntry(name, location, readOnly, cache, file, null, List.of());
  }
}
