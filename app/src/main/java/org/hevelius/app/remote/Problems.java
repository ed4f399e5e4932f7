package org.hevelius.app.remote;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Failures that a service answered with, as the use cases would have thrown them. */
final class Problems {
  /** What is read of RFC 9457. */
  record Problem(
      int status,
      @Nullable String code,
      @Nullable String detail,
      @Nullable List<String> remedies,
      @Nullable String requestId) {}

  private Problems() {}

  /** The failure that the body of an answer tells. */
  static HeveliusException read(URI service, int status, byte[] body) {
    Problem problem = parsed(body);
    return problem == null || problem.code() == null
        ? stranger(service, status)
        : of(service, problem);
  }

  private static @Nullable Problem parsed(byte[] body) {
    try {
      return Wire.MAPPER.readValue(body, Problem.class);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The failure that a problem tells. */
  static HeveliusException of(URI service, Problem problem) {
    String code = String.valueOf(problem.code());
    String detail = String.valueOf(problem.detail());
    List<String> remedies = problem.remedies() == null ? List.of() : problem.remedies();
    if (code.equals("not_found") && detail.startsWith("there is no /")) {
      return tooOld(service, detail);
    }
    return switch (code) {
      case "unauthenticated" -> unknownCaller(service, detail);
      case "internal" -> {
        List<String> advice = new ArrayList<>(remedies);
        advice.add("the request is " + problem.requestId() + " in the log of " + service);
        yield exception(Category.UNAVAILABLE, "the service failed: " + detail, advice);
      }
      case "method_not_allowed" -> tooOld(service, detail);
      default -> exception(category(code, problem.status()), detail, remedies);
    };
  }

  private static HeveliusException exception(
      Category category, String message, List<String> advice) {
    return new HeveliusException(category, message, advice.toArray(String[]::new));
  }

  private static Category category(String code, int status) {
    for (Category category : Category.values()) {
      if (category.name().toLowerCase(Locale.ROOT).equals(code)) {
        return category;
      }
    }
    return switch (status) {
      case 409, 412 -> Category.CONFLICT;
      case 401, 403 -> Category.DENIED;
      case 404 -> Category.NOT_FOUND;
      default -> status >= 500 || status == 429 ? Category.UNAVAILABLE : Category.INVALID;
    };
  }

  private static HeveliusException unknownCaller(URI service, String detail) {
    return new HeveliusException(
        Category.DENIED,
        "the service " + service + " doesn't let this token in: " + detail,
        "nothing was done; who looks after the service makes a token with:",
        "  hevelius token create NAME --out FILE",
        "give it with --token-file FILE, or in the variable HEVELIUS_TOKEN");
  }

  private static HeveliusException tooOld(URI service, String detail) {
    return new HeveliusException(
        Category.INVALID,
        "the service %s can't do this: %s".formatted(service, detail),
        "nothing was done; it may be older than this program, whose version is told by"
            + " hevelius --version");
  }

  private static HeveliusException stranger(URI service, int status) {
    boolean moved = status >= 300 && status < 400;
    return new HeveliusException(
        Category.UNAVAILABLE,
        moved
            ? "%s sends somewhere else (%d), which a token must not follow"
                .formatted(service, status)
            : "%s answers %d, and not as a service of Hevelius does".formatted(service, status),
        moved
            ? "nothing was done; give the address at which the service itself answers"
            : "nothing is known to be done; look at the address, and at a proxy before it");
  }

  /** An answer that isn't one of the service that this program knows. */
  static HeveliusException unreadable(URI service, Exception cause) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "the answer of %s can't be understood: %s".formatted(service, reason(cause)),
        List.of("it broke off, or the service is of another version than this program"),
        cause);
  }

  /** A cause in a few words. */
  static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
