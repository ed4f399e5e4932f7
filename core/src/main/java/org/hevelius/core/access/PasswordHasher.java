package org.hevelius.core.access;

/**
 * The port to a password hash that is slow and takes memory on purpose. Safe for several threads.
 */
public interface PasswordHasher {
  /** A hash with a salt of its own and its parameters, as text of ASCII. */
  String hash(Password password);

  /**
   * Whether the password is the one of which the hash was made.
   *
   * @throws org.hevelius.core.HeveliusException DAMAGED when the text is no such hash
   */
  boolean matches(Password password, String hash);
}
