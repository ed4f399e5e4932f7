package org.hevelius.core.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.yaml.Position;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;

/**
 * An event in a small text in YAML or JSON: {@code event}, {@code dataset}, and perhaps {@code
 * phase} and {@code attributes}.
 *
 * @param event name of the event
 * @param dataset a dataset or a hierarchy
 * @param phase {@code before}, {@code after} or empty
 */
public record Marker(
    String event, String dataset, String phase, SortedMap<String, String> attributes) {
  private static final String ALL = "**";

  /**
   * Reads one.
   *
   * @param file what to call the text in messages
   * @param name of the event when the text doesn't say it; empty when it must
   * @throws HeveliusException INVALID with the position of what can't be understood
   */
  public static Marker read(String file, String text, String name) {
    Yaml.Fields fields =
        text.isBlank()
            ? new Yaml.Fields(new Position(file, 1, 1), Map.of())
            : YamlReader.read(file, text).mapping();
    fields.only(new LinkedHashSet<>(List.of("event", "dataset", "phase", "attributes")));
    String event =
        name.isEmpty() || fields.fields().containsKey("event")
            ? Values.need(fields, "event").line()
            : name;
    String dataset =
        name.isEmpty() || fields.fields().containsKey("dataset")
            ? Values.need(fields, "dataset").line()
            : ALL;
    String phase = fields.fields().containsKey("phase") ? Values.need(fields, "phase").line() : "";
    return new Marker(
        event,
        dataset,
        phase,
        fields.fields().containsKey("attributes")
            ? Values.tags(Values.need(fields, "attributes"))
            : new TreeMap<>());
  }
}
