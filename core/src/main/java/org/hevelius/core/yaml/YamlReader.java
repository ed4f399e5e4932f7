package org.hevelius.core.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document. Anchors, aliases, tags, a second document, keys that are no text and
 * keys that stand twice are refused: whatever is read stands there as it is meant.
 */
public final class YamlReader {
  /** The longest text, in characters. */
  public static final int MAX_LENGTH = 1 << 18;

  private static final int MAX_DEPTH = 12;

  private final String file;
  private final Iterator<Event> events;

  private YamlReader(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  /** The document in a text; empty text is an empty mapping. */
  public static Yaml read(String file, String text) {
    Position start = new Position(file, 1, 1);
    if (text.length() > MAX_LENGTH) {
      throw start.refused(
          "the text has %,d characters; at most %,d fit".formatted(text.length(), MAX_LENGTH));
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setCodePointLimit(MAX_LENGTH)
            .build();
    try {
      return new YamlReader(file, new Parse(settings).parseString(text).iterator()).document(start);
    } catch (MarkedYamlEngineException e) {
      Position place = e.getProblemMark().map(mark -> position(file, mark)).orElse(start);
      throw place.refused("this is no YAML: " + String.valueOf(e.getProblem()).strip());
    } catch (YamlEngineException e) {
      throw start.refused("this is no YAML: " + e.getMessage());
    }
  }

  private Yaml document(Position start) {
    Yaml document = new Yaml.Fields(start, Map.of());
    boolean seen = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent) {
        if (seen) {
          throw position(event).refused("a second document begins; one file has one");
        }
        seen = true;
        document = node(events.next(), 0);
      }
    }
    return document;
  }

  private Yaml node(Event event, int depth) {
    Position position = position(event);
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
      throw position.refused(
          "anchors and aliases (& and *) are not known here", "write out what is meant");
    }
    if (depth > MAX_DEPTH) {
      throw position.refused("this is nested more than " + MAX_DEPTH + " levels deep");
    }
    return switch (event) {
      case ScalarEvent scalar -> {
        noTag(scalar.getTag(), position);
        yield new Yaml.Line(position, scalar.getValue());
      }
      case SequenceStartEvent sequence -> {
        noTag(sequence.getTag(), position);
        yield items(position, depth);
      }
      case MappingStartEvent mapping -> {
        noTag(mapping.getTag(), position);
        yield fields(position, depth);
      }
      default -> throw position.refused("this can't be understood");
    };
  }

  private Yaml items(Position position, int depth) {
    List<Yaml> items = new ArrayList<>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Yaml.Items(position, items);
  }

  private Yaml fields(Position position, int depth) {
    Map<String, Yaml.Field> fields = new LinkedHashMap<>();
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      Yaml key = node(event, depth + 1);
      String text = key.line();
      Yaml.Field before = fields.get(text);
      if (before != null) {
        throw key.position()
            .refused(
                "\"%s\" stands twice; the first is on line %d"
                    .formatted(text, before.position().line()));
      }
      fields.put(text, new Yaml.Field(key.position(), text, node(events.next(), depth + 1)));
    }
    return new Yaml.Fields(position, fields);
  }

  private static void noTag(Optional<String> tag, Position position) {
    tag.ifPresent(
        text -> {
          throw position.refused("the type \"" + text + "\" is not known here", "leave it out");
        });
  }

  private Position position(Event event) {
    return event.getStartMark().map(mark -> position(file, mark)).orElse(new Position(file, 1, 1));
  }

  private static Position position(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
