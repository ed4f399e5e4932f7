package org.hevelius.server.http;

import java.time.Duration;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.jspecify.annotations.Nullable;

/** A failure that only HTTP knows, with a status and a code of its own. */
public final class ProblemException extends HeveliusException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable Duration retryAfter;

  /** Makes an exception. */
  public ProblemException(
      int status, String code, Category category, String message, String... advice) {
    this(status, code, category, null, message, advice);
  }

  private ProblemException(
      int status,
      String code,
      Category category,
      @Nullable Duration retryAfter,
      String message,
      String... advice) {
    super(category, message, advice);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** What was looked at isn't any more what it was. */
  public static ProblemException preconditionFailed(String message, String... advice) {
    return new ProblemException(412, "precondition_failed", Category.CONFLICT, message, advice);
  }

  /** A method that changes something takes an {@code If-Match}. */
  public static ProblemException preconditionRequired(String message, String... advice) {
    return new ProblemException(428, "precondition_required", Category.INVALID, message, advice);
  }

  /**
   * Too much is asked for at once.
   *
   * @param retryAfter when it may be tried again; told in whole seconds
   */
  public static ProblemException tooMany(Duration retryAfter, String message, String... advice) {
    return new ProblemException(429, "too_many", Category.UNAVAILABLE, retryAfter, message, advice);
  }

  /** The body is larger than the service takes. */
  static ProblemException tooLarge(long limit) {
    return new ProblemException(
        413,
        "too_large",
        Category.INVALID,
        "the body is larger than the " + limit + " bytes that the service takes",
        "nothing was changed");
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** After how long it may be tried again; nothing when that isn't known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The stable name of the failure. */
  public String code() {
    return code;
  }
}
