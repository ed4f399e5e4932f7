package org.hevelius.server.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with a body, in the words of its document and not of the program's insides. */
final class BodyFault {
  private static final String UNCHANGED =
      "nothing was changed; the fields are described in /openapi.yaml";

  private BodyFault() {}

  /** The failure that names the field, where it stands, and what would fit. */
  static HeveliusException of(JacksonException e, byte[] body) {
    return switch (e) {
      case PropertyBindingException unknown -> unknown(unknown, body);
      case MismatchedInputException other ->
          fault(
              e, body, "%s must be %s".formatted(field(e), kind(other.getTargetType())), List.of());
      case StreamReadException syntax ->
          fault(
              e,
              body,
              syntax.getOriginalMessage().lines().findFirst().orElse("it is no JSON"),
              List.of());
      default -> fault(e, body, field(e) + " has a value that doesn't fit", List.of());
    };
  }

  private static HeveliusException unknown(PropertyBindingException e, byte[] body) {
    Collection<Object> ids = e.getKnownPropertyIds();
    Set<String> known =
        ids == null
            ? Set.of()
            : ids.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    List<String> advice = new ArrayList<>();
    Suggestions.nearest(e.getPropertyName(), known, 1)
        .forEach(near -> advice.add("did you mean  " + near));
    advice.add(
        known.isEmpty() ? "no field is known there" : "known there: " + String.join(", ", known));
    return fault(
        e, body, "there is no field \"%s\"%s".formatted(e.getPropertyName(), within(e)), advice);
  }

  private static HeveliusException fault(
      JacksonException e, byte[] body, String what, List<String> advice) {
    TokenStreamLocation at = e.getPath().isEmpty() ? e.getLocation() : place(e, body);
    return new HeveliusException(
        Category.INVALID,
        "the body can't be understood%s: %s"
            .formatted(
                at == null || at.getLineNr() < 0
                    ? ""
                    : " at line " + at.getLineNr() + ", column " + at.getColumnNr(),
                what),
        Stream.concat(advice.stream(), Stream.of(UNCHANGED)).toList(),
        e);
  }

  /** Where the field stands: the failure itself knows only how far the body was read. */
  private static @Nullable TokenStreamLocation place(JacksonException e, byte[] body) {
    String wanted = pointer(e.getPath());
    try (JsonParser parser = JsonMapper.shared().createParser(body)) {
      while (parser.nextToken() != null) {
        if (parser.streamReadContext().pathAsPointer().toString().equals(wanted)) {
          return parser.currentTokenLocation();
        }
      }
    } catch (JacksonException other) {
      // The first failure is told, then without its line.
      return null;
    }
    return null;
  }

  /** Where the object stands that has the field: nothing for the body itself. */
  private static String within(JacksonException e) {
    List<JacksonException.Reference> path = e.getPath();
    String above = pointer(path.subList(0, Math.max(0, path.size() - 1)));
    return above.isEmpty() ? "" : " in " + above;
  }

  private static String field(JacksonException e) {
    return e.getPath().isEmpty() ? "the body" : pointer(e.getPath());
  }

  /** The place in the document as a JSON pointer, such as {@code /rules/0/keep}. */
  private static String pointer(List<JacksonException.Reference> path) {
    return path.stream()
        .map(
            part ->
                part.getPropertyName() == null
                    ? "/" + part.getIndex()
                    : "/" + part.getPropertyName().replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "of another kind";
    } else if (type.isEnum()) {
      return "one of "
          + Stream.of(type.getEnumConstants())
              .map(constant -> String.valueOf(constant).toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    } else if (type == String.class) {
      return "a text";
    } else if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    } else if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    } else if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    } else if (type == Instant.class) {
      return "a time such as 2026-11-21T10:00:00Z";
    } else if (type == Duration.class) {
      return "a length such as PT1H";
    } else if (type.isRecord() || Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    return "of another kind";
  }
}
