package org.hevelius.core.access;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token; the token itself is shown once and then known by its hash alone.
 *
 * @param prefix the beginning of the token, which names it: {@code hev_} and 8 characters
 * @param owner the user on whose behalf it acts
 * @param name what it is for
 * @param limits what it may be used for; it never adds to what the owner may do
 * @param expires from when on it is refused; null for never
 * @param lastUsed to the minute; null when it was not used yet
 */
public record ApiToken(
    String prefix,
    String owner,
    String name,
    List<Grant> limits,
    Instant created,
    @Nullable Instant expires,
    @Nullable Instant lastUsed) {
  /** Checks the name and copies the limits. */
  public ApiToken {
    name = Texts.line("name of the token", name);
    limits = List.copyOf(limits);
  }

  /** Whether it is refused because of its age. */
  public boolean hasExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }
}
