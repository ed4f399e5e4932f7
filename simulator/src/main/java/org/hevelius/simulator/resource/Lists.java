package org.hevelius.simulator.resource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list as it is answered: filtered, cut to some fields, and either bare or a page in an envelope.
 *
 * @param alwaysEnvelope whether the envelope comes unasked, as with newer versions
 * @param pageSize of a page whose size isn't asked for
 */
public record Lists(boolean alwaysEnvelope, int pageSize) {
  private static final int LARGEST = 1000;

  /**
   * Answers a query.
   *
   * @param address of the list, for the addresses of its pages
   */
  public JsonNode answer(
      List<ObjectNode> all, Map<String, List<String>> query, String address, Set<String> shape) {
    List<ObjectNode> found =
        all.stream()
            .filter(Filters.of(query, all.isEmpty() ? shape : names(all.getFirst(), shape)))
            .sorted(order(query))
            .toList();
    boolean asked = query.containsKey("page") || query.containsKey("page_size");
    if (!asked && !alwaysEnvelope) {
      return array(found.stream(), query);
    }
    int size = (int) Math.min(LARGEST, number(query, "page_size", pageSize));
    long page = number(query, "page", 1);
    long pages = Math.max(1, Math.ceilDiv(found.size(), size));
    if (page > pages) {
      throw Refusal.detail(404, "Invalid page.");
    }
    ObjectNode envelope = Json.object().put("count", found.size());
    envelope.put("next", page < pages ? address(address, query, page + 1) : null);
    envelope.put("previous", page > 1 ? address(address, query, page - 1) : null);
    envelope.set("results", array(found.stream().skip((page - 1) * size).limit(size), query));
    return envelope;
  }

  private static Set<String> names(ObjectNode first, Set<String> shape) {
    return Stream.concat(first.propertyNames().stream(), shape.stream())
        .collect(Collectors.toSet());
  }

  private static Comparator<ObjectNode> order(Map<String, List<String>> query) {
    String field = first(query, "ordering");
    if (field == null) {
      return (_, _) -> 0;
    }
    boolean down = field.startsWith("-");
    String name = down ? field.substring(1) : field;
    Comparator<ObjectNode> order =
        Comparator.comparing(
            (ObjectNode node) -> node.path(name), (one, other) -> compare(one, other));
    return down ? order.reversed() : order;
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? Double.compare(one.asDouble(), other.asDouble())
        : one.asString("").compareTo(other.asString(""));
  }

  private static @Nullable String first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.getFirst();
  }

  private static long number(Map<String, List<String>> query, String name, long other) {
    String text = first(query, name);
    if (text == null) {
      return other;
    }
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw Refusal.detail(404, "Invalid page.");
    }
    return Long.parseLong(text);
  }

  private static ArrayNode array(Stream<ObjectNode> found, Map<String, List<String>> query) {
    Set<String> fields =
        query.getOrDefault("fields", List.of()).stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .filter(name -> !name.isBlank())
            .collect(Collectors.toSet());
    ArrayNode array = Json.array();
    found.forEach(node -> array.add(fields.isEmpty() ? node : node.retain(fields)));
    return array;
  }

  private static String address(String address, Map<String, List<String>> query, long page) {
    StringBuilder text = new StringBuilder(address).append("?page=").append(page);
    query.forEach(
        (name, values) -> {
          if (!name.equals("page")) {
            values.forEach(
                value -> text.append('&').append(encoded(name)).append('=').append(encoded(value)));
          }
        });
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
