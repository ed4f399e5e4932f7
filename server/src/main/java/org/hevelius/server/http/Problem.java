package org.hevelius.server.http;

import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A failure as RFC 9457 writes it; the one place that maps categories to statuses.
 *
 * @param type a name that never changes, as a URI
 * @param title what kind of failure it is, the same for each of its kind
 * @param status of HTTP
 * @param code the last part of the type
 * @param detail what happened, to which thing
 * @param remedies what is safe and what to do next, a line each
 * @param requestId names the request in the service's log
 */
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    List<String> remedies,
    String requestId) {
  /** The media type. */
  public static final String TYPE = "application/problem+json";

  /** Copies the list. */
  public Problem {
    remedies = List.copyOf(remedies);
  }

  /** The problem behind a failure; a fault of the program itself says nothing of its inside. */
  public static Problem of(Throwable failure, String requestId) {
    return switch (failure) {
      case ProblemException e ->
          make(e.code(), e.status(), String.valueOf(e.getMessage()), e.advice(), requestId);
      case HeveliusException e ->
          make(
              e.category().name().toLowerCase(Locale.ROOT),
              status(e.category()),
              String.valueOf(e.getMessage()),
              e.advice(),
              requestId);
      default ->
          make(
              "internal",
              500,
              "a fault in Hevelius itself: " + failure.getClass().getSimpleName(),
              List.of("the service's log has more under the request id; please report it"),
              requestId);
    };
  }

  static Problem make(
      String code, int status, String detail, List<String> remedies, String requestId) {
    return new Problem(
        "urn:hevelius:problem:" + code, title(code), status, code, detail, remedies, requestId);
  }

  private static int status(Category category) {
    return switch (category) {
      case INVALID -> 400;
      case DENIED -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT, REFUSED -> 409;
      case DAMAGED, PARTIAL -> 500;
      case UNAVAILABLE, CANCELED -> 503;
      case FULL -> 507;
    };
  }

  private static String title(String code) {
    return switch (code) {
      case "invalid" -> "The request can't be understood";
      case "unauthenticated" -> "Nobody is recognized";
      case "denied" -> "Not allowed";
      case "not_found" -> "Not there";
      case "method_not_allowed" -> "Not with this method";
      case "conflict" -> "In conflict with what is there";
      case "refused" -> "A rule forbids it";
      case "precondition_failed" -> "Changed since it was looked at";
      case "precondition_required" -> "If-Match is missing";
      case "too_large" -> "Too large";
      case "too_many" -> "Too many at once";
      case "range_not_satisfiable" -> "No such range";
      case "key_reused" -> "The idempotency key belongs to another request";
      case "damaged" -> "Stored data is damaged";
      case "full" -> "No space is left";
      case "unavailable" -> "Can't be reached now";
      case "partial" -> "Only a part was done";
      case "canceled" -> "Canceled";
      default -> "A fault of the service";
    };
  }
}
