package org.hevelius.providers.directory;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * A catalog that stands in a server. At most one of the three places of the password is given; the
 * password itself is in no configuration.
 *
 * @param address where it stands, without a password
 * @param passwordFile file with the password; relative to the home unless absolute
 * @param passwordEnvironment variable with the password
 * @param passwordCommand program and arguments that print the password; empty for none
 */
public record CatalogEntry(
    String address,
    @Nullable String passwordFile,
    @Nullable String passwordEnvironment,
    List<String> passwordCommand) {
  /**
   * Checks the entry.
   *
   * @throws HeveliusException INVALID with what doesn't fit
   */
  public CatalogEntry {
    passwordCommand = List.copyOf(passwordCommand);
    int places =
        (passwordFile == null ? 0 : 1)
            + (passwordEnvironment == null ? 0 : 1)
            + (passwordCommand.isEmpty() ? 0 : 1);
    if (places > 1) {
      throw new HeveliusException(
          Category.INVALID,
          "the catalog has %d places for its password".formatted(places),
          "give one of --catalog-password-file, --catalog-password-env and"
              + " --catalog-password-command, or none when the server asks for none");
    }
  }
}
