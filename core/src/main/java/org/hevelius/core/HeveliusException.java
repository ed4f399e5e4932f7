package org.hevelius.core;

import java.util.List;

/**
 * The one exception of the domain. The message says what happened and to which thing; {@link
 * #advice()} says what is safe and what to do next, one line each. The category is mapped to an
 * exit code and to an HTTP problem in one place each.
 */
public class HeveliusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Category {
    /** The request itself is wrong: a malformed name, reference, date or option. */
    INVALID,
    /** What was named isn't there. */
    NOT_FOUND,
    /** Something is there already, is in use, or has changed since it was looked at. */
    CONFLICT,
    /** A rule forbids it: a hold, a read-only repository, a missing confirmation. */
    REFUSED,
    /** A password or a right is missing or wrong. */
    DENIED,
    /** Stored data isn't what it was: a checksum, a seal or a chain doesn't hold. */
    DAMAGED,
    /** No space is left. */
    FULL,
    /** Storage or source can't be reached now. */
    UNAVAILABLE,
    /** A part could not be done; what was done is good. */
    PARTIAL,
    /** The user stopped it. */
    CANCELED
  }

  private final Category category;
  private final List<String> advice;

  /** Makes an exception. */
  public HeveliusException(Category category, String message, String... advice) {
    super(message);
    this.category = category;
    this.advice = List.of(advice);
  }

  /** Makes an exception with a cause. */
  public HeveliusException(
      Category category, String message, List<String> advice, Throwable cause) {
    super(message, cause);
    this.category = category;
    this.advice = List.copyOf(advice);
  }

  /** The kind of failure. */
  public Category category() {
    return category;
  }

  /** What is safe and what to do next, one line each; may be empty. */
  public List<String> advice() {
    return advice;
  }
}
