package org.hevelius.server.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.server.http.Request;
import org.jspecify.annotations.Nullable;

/** What a request says besides its body, read strictly: what isn't known is refused. */
final class Query {
  /** The largest page of any list. */
  static final int MOST = 1_000;

  private static final int USUAL = 100;

  private final Request request;

  private Query(Request request) {
    this.request = request;
  }

  /** The query of a request that may have these parameters and no others. */
  static Query of(Request request, String... known) {
    Set<String> names = Set.of(known);
    for (String name : request.query().keySet()) {
      if (!names.contains(name)) {
        throw new HeveliusException(
            Category.INVALID,
            "there is no parameter \"" + name + "\" here",
            names.isEmpty() ? "there are none" : "there are: " + String.join(", ", List.of(known)));
      }
    }
    return new Query(request);
  }

  /** The dataset in the path, in which a tilde stands for a slash. */
  static DatasetName dataset(Request request) {
    return DatasetName.of(request.parameter("dataset").replace('~', '/'));
  }

  /** The dataset as it stands in paths. */
  static String segment(String dataset) {
    return dataset.replace('/', '~');
  }

  Optional<String> text(String name) {
    return request.query(name);
  }

  List<String> texts(String name) {
    return request.queries(name);
  }

  /** A text that must be given. */
  String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID, "the parameter \"" + name + "\" is missing"));
  }

  boolean flag(String name) {
    return switch (text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new HeveliusException(
              Category.INVALID, "\"" + name + "\" is true or false, nothing else");
    };
  }

  /** How many at most. */
  int limit() {
    return limit(MOST);
  }

  /** How many at most, which can be up to so many. */
  int limit(int most) {
    String text = text("limit").orElse(String.valueOf(USUAL));
    if (!text.matches("[1-9][0-9]{0,6}") || Integer.parseInt(text) > most) {
      throw new HeveliusException(
          Category.INVALID, "\"limit\" is a whole number from 1 to " + most + ", not " + text);
    }
    return Integer.parseInt(text);
  }

  @Nullable Instant instant(String name) {
    String text = text(name).orElse(null);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + name + "\" is no instant: " + text,
          List.of("write it as in RFC 3339, with its zone: 2026-11-21T10:30:00Z"),
          e);
    }
  }

  /** The place at which a list goes on, split at its bars; empty at its beginning. */
  List<String> cursor(int parts) {
    Optional<String> cursor = text("cursor");
    if (cursor.isEmpty()) {
      return List.of();
    }
    try {
      String plain =
          new String(Base64.getUrlDecoder().decode(cursor.orElseThrow()), StandardCharsets.UTF_8);
      List<String> split = List.of(plain.split("\\|", -1));
      if (split.size() == parts) {
        return split;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for one of another list.
    }
    throw badCursor();
  }

  static HeveliusException badCursor() {
    return new HeveliusException(
        Category.INVALID,
        "the cursor can't be understood",
        "take it as it is from \"next\" of the page before");
  }

  /** A cursor for a place. */
  static String next(Object... place) {
    StringBuilder text = new StringBuilder();
    for (Object part : place) {
      text.append(text.isEmpty() ? "" : "|").append(part);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
