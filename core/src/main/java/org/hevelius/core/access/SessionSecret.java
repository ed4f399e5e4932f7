package org.hevelius.core.access;

import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a session as the browser holds it: 256 random bits, which say nothing. */
public final class SessionSecret {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{43}");

  private final String text;

  private SessionSecret(String text) {
    this.text = text;
  }

  /** A new id. */
  public static SessionSecret make(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new SessionSecret(ENCODER.encodeToString(bytes));
  }

  /** The id for what was sent; empty when it can't be one of ours. */
  public static Optional<SessionSecret> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new SessionSecret(text)) : Optional.empty();
  }

  /** Under which the session is stored. */
  public String hash() {
    return Hashes.sha256(text);
  }

  /**
   * What a page of this session sends with each unsafe call. It follows from the id, which pages
   * can't read, and doesn't tell it.
   */
  public String csrfToken() {
    return ENCODER.encodeToString(Hashes.hmac(text, "csrf"));
  }

  /** Whether this is the session's own token; takes the same time wherever they differ. */
  public boolean matchesCsrf(String sent) {
    return Hashes.same(csrfToken(), sent);
  }

  /** The id itself, for the cookie. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "a session's id";
  }
}
