package org.hevelius.simulator.resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields that each kind of resource shows, with their types, as the system's published
 * interface names them.
 */
public final class Shapes {
  private static final Map<String, Map<String, String>> ALL = load();

  private Shapes() {}

  private static Map<String, Map<String, String>> load() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    try (InputStream in =
            Objects.requireNonNull(
                Shapes.class.getResourceAsStream("/org/hevelius/simulator/resource-shapes.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(" ")) {
          String[] words = line.strip().split(" ", -1);
          fields.put(words[0], words[1]);
        } else {
          fields = new LinkedHashMap<>();
          all.put(line, fields);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
