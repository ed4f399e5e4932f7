package org.hevelius.simulator.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.hevelius.simulator.state.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Filters of a list's query, such as {@code name__contains=cal}, {@code id__in=1,2} or {@code
 * protection_policy__name=daily}. Parameters that name no field filter nothing, as with the system.
 */
final class Filters {
  private static final Set<String> WORDS =
      Set.of(
          "exact",
          "iexact",
          "contains",
          "icontains",
          "startswith",
          "istartswith",
          "endswith",
          "iendswith",
          "regex",
          "iregex",
          "in",
          "gt",
          "gte",
          "lt",
          "lte",
          "isnull");
  private static final Set<String> OTHER =
      Set.of("page", "page_size", "fields", "ordering", "format");

  private Filters() {}

  static Predicate<ObjectNode> of(Map<String, List<String>> query, Set<String> known) {
    List<Predicate<ObjectNode>> all = new ArrayList<>();
    query.forEach(
        (name, values) -> {
          if (!OTHER.contains(name)) {
            values.forEach(value -> one(name, value, known).ifPresent(all::add));
          }
        });
    return shown -> all.stream().allMatch(filter -> filter.test(shown));
  }

  private static Optional<Predicate<ObjectNode>> one(String name, String value, Set<String> known) {
    String[] parts = name.split("__", -1);
    String last = parts[parts.length - 1];
    boolean negated = parts.length > 1 && last.startsWith("not_");
    String word = negated ? last.substring(4) : last;
    boolean hasWord = parts.length > 1 && (WORDS.contains(word) || negated);
    List<String> path = List.of(parts).subList(0, hasWord ? parts.length - 1 : parts.length);
    return field(path, known)
        .map(
            field -> {
              Predicate<String> test = test(hasWord ? word : "exact", value);
              return shown -> test.test(text(shown.path(field))) != negated;
            });
  }

  /** A relation stands beside the field: {@code policy__id} is {@code policy_id}. */
  private static Optional<String> field(List<String> path, Set<String> known) {
    String joined = String.join("_", path);
    String first = path.getFirst();
    return Stream.of(joined, path.getLast().equals("name") ? first : joined)
        .filter(known::contains)
        .findFirst();
  }

  private static String text(JsonNode value) {
    return value.isString()
        ? value.stringValue()
        : value.isNull() || value.isMissingNode() ? "" : value.asString(value.toString());
  }

  private static Predicate<String> test(String word, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "iexact" -> text -> text.equalsIgnoreCase(value);
      case "contains" -> text -> text.contains(value);
      case "icontains" -> text -> text.toLowerCase(Locale.ROOT).contains(lower);
      case "startswith" -> text -> text.startsWith(value);
      case "istartswith" -> text -> text.toLowerCase(Locale.ROOT).startsWith(lower);
      case "endswith" -> text -> text.endsWith(value);
      case "iendswith" -> text -> text.toLowerCase(Locale.ROOT).endsWith(lower);
      case "regex" -> pattern(value, 0);
      case "iregex" -> pattern(value, Pattern.CASE_INSENSITIVE);
      case "in" -> text -> List.of(value.split(",", -1)).contains(text);
      case "isnull" -> text -> text.isEmpty() == Boolean.parseBoolean(lower);
      case "gt" -> text -> !text.isEmpty() && compare(text, value) > 0;
      case "gte" -> text -> !text.isEmpty() && compare(text, value) >= 0;
      case "lt" -> text -> !text.isEmpty() && compare(text, value) < 0;
      case "lte" -> text -> !text.isEmpty() && compare(text, value) <= 0;
      default -> text -> text.equals(value) || isSameFlag(text, value);
    };
  }

  /** Python writes True. */
  private static boolean isSameFlag(String text, String value) {
    return (text.equals("true") || text.equals("false")) && text.equalsIgnoreCase(value);
  }

  private static Predicate<String> pattern(String value, int flags) {
    try {
      Pattern pattern = Pattern.compile(value, flags);
      return text -> pattern.matcher(text).find();
    } catch (PatternSyntaxException e) {
      throw Refusal.detail(400, "invalid regular expression: " + value);
    }
  }

  private static int compare(String text, String value) {
    if (text.matches("-?\\d+") && value.matches("-?\\d+")) {
      return Long.compare(Long.parseLong(text), Long.parseLong(value));
    }
    return withoutZone(text).compareTo(withoutZone(value));
  }

  private static String withoutZone(String time) {
    return time.endsWith("Z") ? time.substring(0, time.length() - 1) : time;
  }
}
