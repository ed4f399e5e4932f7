package org.hevelius.core.access;

/** A hash for tests that is fast and hides nothing. */
public final class PlainHasher implements PasswordHasher {
  @Override
  public String hash(Password password) {
    return "plain:" + password.reveal();
  }

  @Override
  public boolean matches(Password password, String hash) {
    return hash(password).equals(hash);
  }
}
