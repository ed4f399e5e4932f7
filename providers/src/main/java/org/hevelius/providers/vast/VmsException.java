package org.hevelius.providers.vast;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a management system refused, or that it didn't answer. Never holds a secret. */
final class VmsException extends HeveliusException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  private final int status;
  private final transient Map<String, String> fields;
  private final String text;
  private final boolean maybeDone;

  private VmsException(
      Category category,
      String message,
      List<String> advice,
      int status,
      Map<String, String> fields,
      String text,
      boolean maybeDone,
      @Nullable Throwable cause) {
    super(category, message, advice.toArray(String[]::new));
    this.status = status;
    this.fields = fields;
    this.text = text;
    this.maybeDone = maybeDone;
    if (cause != null) {
      initCause(cause);
    }
  }

  /**
   * For an answer that refuses.
   *
   * @param request such as {@code POST snapshots/ of lab}
   * @param said the text of the answer
   * @param clean takes secrets out of a text: answers may repeat what was sent
   */
  static VmsException refused(
      String request,
      int status,
      @Nullable JsonNode body,
      String said,
      UnaryOperator<String> clean) {
    String text = clean.apply(said);
    Map<String, String> fields = fields(body);
    fields.replaceAll((_, value) -> clean.apply(value));
    String sentence = fields.isEmpty() ? text.strip() : sentence(fields);
    String brief = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + "..." : sentence;
    return new VmsException(
        category(status, fields, text),
        "%s was answered with %d%s".formatted(request, status, brief.isEmpty() ? "" : ": " + brief),
        advice(status),
        status,
        fields,
        text,
        status >= 500,
        null);
  }

  /**
   * For an answer that didn't come, or can't be understood.
   *
   * @param maybeDone whether what was asked for may have happened
   */
  static VmsException silent(
      String message, List<String> advice, boolean maybeDone, @Nullable Throwable cause) {
    return new VmsException(
        Category.UNAVAILABLE, message, advice, 0, Map.of(), "", maybeDone, cause);
  }

  private static Map<String, String> fields(@Nullable JsonNode body) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (body != null && body.isObject()) {
      body.properties()
          .forEach(
              field ->
                  fields.put(
                      field.getKey(),
                      field.getValue().isArray()
                          ? field
                              .getValue()
                              .valueStream()
                              .map(value -> value.asString(value.toString()))
                              .collect(Collectors.joining(" "))
                          : field.getValue().asString(field.getValue().toString())));
    }
    return fields;
  }

  private static String sentence(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey().equals("detail") ? e.getValue() : e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining("; "));
  }

  private static Category category(int status, Map<String, String> fields, String text) {
    return switch (status) {
      case 401, 403 -> Category.DENIED;
      case 404 -> Category.NOT_FOUND;
      case 409 -> Category.CONFLICT;
      case 400 -> isUnique(fields) ? Category.CONFLICT : of400(text);
      default -> status >= 500 || status == 429 ? Category.UNAVAILABLE : Category.REFUSED;
    };
  }

  private static Category of400(String text) {
    return text.contains("no such directory") ? Category.NOT_FOUND : Category.REFUSED;
  }

  private static boolean isUnique(Map<String, String> fields) {
    return fields.values().stream().anyMatch(value -> value.contains("must be unique"));
  }

  private static List<String> advice(int status) {
    return switch (status) {
      case 401 -> List.of("check the login of the cluster in clusters.yaml");
      case 403 -> List.of("the login lacks a right; docs/vast.md names those that are needed");
      default -> List.of();
    };
  }

  /** The status of the answer; 0 when there was none. */
  int status() {
    return status;
  }

  /** What was said of each field; {@code detail} for the whole. */
  Map<String, String> fields() {
    return fields;
  }

  /** What was said of the whole; empty when nothing was. */
  String detail() {
    return fields.getOrDefault("detail", "");
  }

  /** The answer as it was, without secrets. */
  String text() {
    return text;
  }

  /** Whether the name is taken already. */
  boolean isNameTaken() {
    return status == 400 && isUnique(fields);
  }

  /** Whether the token that was sent is of no use any more. */
  boolean isTokenGone() {
    return status == 401 || (status == 403 && text.contains("Token is invalid or expired"));
  }

  /** Whether what was asked for may have happened all the same. */
  boolean maybeDone() {
    return maybeDone;
  }
}
