package org.hevelius.simulator.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields that each kind of resource shows, with their types, and those that each operation
 * takes, as the system's published interface names them.
 */
public final class Shapes {
  private static final Map<String, Map<String, String>> ALL = shapes();
  private static final Map<String, Set<String>> OPERATIONS = taken();

  private Shapes() {}

  private static List<String> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(
            Shapes.class.getResourceAsStream("/org/hevelius/simulator/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Map<String, String>> shapes() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : lines("resource-shapes.txt")) {
      if (line.startsWith(" ")) {
        String[] words = line.strip().split(" ", -1);
        fields.put(words[0], words[1]);
      } else {
        fields = new LinkedHashMap<>();
        all.put(line, fields);
      }
    }
    return all;
  }

  private static Map<String, Set<String>> taken() {
    Map<String, Set<String>> all = new TreeMap<>();
    for (String line : lines("operations.txt")) {
      List<String> words = Arrays.asList(line.split(" ", -1));
      all.put(words.get(0) + " " + words.get(1), new TreeSet<>(words.subList(2, words.size())));
    }
    return all;
  }

  /** The kinds of resources. */
  public static Iterable<String> collections() {
    return ALL.keySet();
  }

  /** The fields of a kind of resource, with the names of their JSON types. */
  public static Map<String, String> of(String collection) {
    return ALL.getOrDefault(collection, Map.of());
  }

  /** All operations, as {@code METHOD /path/}, each with the fields that its request may bring. */
  public static Map<String, Set<String>> operations() {
    return OPERATIONS;
  }

  /** Whether a field can be given to a resource of a kind, and is shown again. */
  static boolean isKept(String collection, String field) {
    return of(collection).containsKey(field)
        && (takes("POST /" + collection + "/", field)
            || takes("PATCH /" + collection + "/{id}/", field));
  }

  private static boolean takes(String operation, String field) {
    return OPERATIONS.getOrDefault(operation, Set.of()).contains(field);
  }

  /** Adds the fields that are missing, as null; of a kind without a shape nothing. */
  public static ObjectNode complete(String collection, ObjectNode shown) {
    for (String field : of(collection).keySet()) {
      if (!shown.has(field)) {
        shown.putNull(field);
      }
    }
    return shown;
  }
}
