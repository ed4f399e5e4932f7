package org.hevelius.core.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Something that was done, tried or refused. Never holds a secret. Text is kept as UTF-8: a NUL
 * becomes U+FFFD, and an unpaired surrogate a question mark, so that an event can always be kept.
 *
 * @param actor who did it
 * @param host where it ran
 * @param action the verb, such as {@code create}
 * @param target what it was done to, such as {@code cosmos7/raw@12}; may be empty
 * @param detail what else is worth knowing, for people; may be empty
 */
public record AuditEvent(
    Instant time,
    String actor,
    String host,
    String action,
    String target,
    Outcome outcome,
    String detail) {

  /** How it ended. */
  public enum Outcome {
    /** It was done. */
    OK,
    /** It was tried and failed. */
    FAILED,
    /** It wasn't tried because a rule forbids it. */
    REFUSED
  }

  /** Makes the text fit for storing. */
  public AuditEvent {
    actor = storable(actor);
    host = storable(host);
    action = storable(action);
    target = storable(target);
    detail = storable(detail);
  }

  private static String storable(String text) {
    byte[] utf8 = text.replace('\0', '\ufffd').getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
