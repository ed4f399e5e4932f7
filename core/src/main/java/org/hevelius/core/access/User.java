package org.hevelius.core.access;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Somebody who may use the service. The hash of the password is kept apart, so that it can't be
 * shown by mistake.
 *
 * @param name lower-case letters, digits, '.', '_', '-' and '@'
 * @param grants what the user may do; any grant suffices
 * @param password whether there is a password; a user without one works by tokens only
 */
public record User(String name, List<Grant> grants, boolean password, Instant created) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  /**
   * Checks the name and copies the grants.
   *
   * @throws HeveliusException INVALID when the name doesn't fit or nothing is granted
   */
  public User {
    if (!NAME.matcher(name).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + name + "\" is no name for a user",
          "names have up to 64 lower-case letters, digits, '.', '_', '-' and '@', and begin with a"
              + " letter or digit");
    }
    if (grants.isEmpty()) {
      throw new HeveliusException(Category.INVALID, "the user " + name + " is granted nothing");
    }
    grants = List.copyOf(grants);
  }
}
