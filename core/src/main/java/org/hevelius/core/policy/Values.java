package org.hevelius.core.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.schedule.Schedule;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.yaml.Position;
import org.hevelius.core.yaml.Yaml;

/** Reads the values of fields. */
final class Values {
  private Values() {}

  static ZoneId zone(Yaml node) {
    return node.parsed(
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            List<String> near = Suggestions.nearest(text, ZoneId.getAvailableZoneIds(), 1);
            throw new HeveliusException(
                Category.INVALID,
                "there is no time zone \"" + text + "\"",
                List.of(
                    near.isEmpty()
                        ? "write one such as Europe/Berlin or UTC"
                        : "did you mean  " + near.getFirst()),
                e);
          }
        });
  }

  static String schedule(Yaml node) {
    return node.parsed(text -> Schedule.parse(text, ZoneOffset.UTC).text());
  }

  static String scheduleOrOff(Yaml node) {
    return node.parsed(
        text -> text.equals(Field.OFF) ? Field.OFF : Schedule.parse(text, ZoneOffset.UTC).text());
  }

  static List<RetentionRule> keep(Yaml node) {
    if (node instanceof Yaml.Fields(Position at, Map<String, Yaml.Field> fields)) {
      String meant =
          fields.values().stream()
              .filter(field -> field.value() instanceof Yaml.Line)
              .map(field -> field.key() + " " + field.value().line())
              .collect(Collectors.joining(" + "));
      throw at.refused(
          "what is kept is one line of rules, or a list of rules, and no mapping",
          "write keep: " + (meant.isEmpty() ? "daily 7 + weekly 4" : meant));
    }
    List<RetentionRule> rules = new ArrayList<>();
    node.items().forEach(item -> rules.addAll(item.parsed(KeepText::parse)));
    if (rules.isEmpty()) {
      throw node.position()
          .refused("no rule says what to keep", "write 3d, last 10 or weekly for 3mo");
    }
    return List.copyOf(rules);
  }

  static List<Blackout> blackouts(Yaml node) {
    return node.items().stream().map(item -> item.parsed(Blackout::parse)).toList();
  }

  static SortedMap<String, String> tags(Yaml node) {
    SortedMap<String, String> tags = new TreeMap<>();
    for (Yaml.Field field : node.mapping().fields().values()) {
      String value = field.value() instanceof Yaml.Line(Position _, String text) ? text : "";
      if (!(field.value() instanceof Yaml.Line)) {
        throw field.value().position().refused("the value of a tag is one line of text");
      }
      try {
        Map.Entry<String, String> tag = Tags.parse(Tags.text(field.key(), value));
        tags.put(tag.getKey(), tag.getValue());
      } catch (HeveliusException e) {
        throw field.position().refused(e);
      }
    }
    return Collections.unmodifiableSortedMap(tags);
  }

  static String tier(Yaml node) {
    return node.parsed(Tags::tier);
  }

  static int percent(Yaml node) {
    return node.parsed(
        text -> {
          if (!text.matches("[0-9]{1,3}%") || number(text) < 1 || number(text) > 100) {
            throw new HeveliusException(
                Category.INVALID,
                "\"" + text + "\" is no share",
                "write a share from 1% to 100% of a dataset's snapshots, such as 30%");
          }
          return number(text);
        });
  }

  private static int number(String percent) {
    return Integer.parseInt(percent.substring(0, percent.length() - 1));
  }

  static boolean truth(Yaml node) {
    return node.parsed(
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default ->
                  throw new HeveliusException(
                      Category.INVALID, "\"" + text + "\" is neither true nor false");
            });
  }

  static HoldRule hold(Yaml node) {
    if (node instanceof Yaml.Line) {
      return new HoldRule(holdKind(node), "");
    }
    Yaml.Fields fields = node.mapping();
    fields.only(new TreeSet<>(Set.of("kind", "reason")));
    Hold.Kind kind = holdKind(need(fields, "kind"));
    return fields.fields().containsKey("reason")
        ? need(fields, "reason").parsed(reason -> new HoldRule(kind, reason))
        : new HoldRule(kind, "");
  }

  private static Hold.Kind holdKind(Yaml node) {
    return node.parsed(
        text ->
            switch (text) {
              case "permanent" -> Hold.Kind.PERMANENT;
              case "legal" -> Hold.Kind.LEGAL;
              default ->
                  throw new HeveliusException(
                      Category.INVALID,
                      "\"" + text + "\" is no kind of hold",
                      "write permanent or legal");
            });
  }

  static Replication replication(Yaml node) {
    if (node instanceof Yaml.Line) {
      return node.parsed(text -> new Replication(text, ""));
    }
    Yaml.Fields fields = node.mapping();
    fields.only(new TreeSet<>(Set.of("to", "keep")));
    String keep =
        fields.fields().containsKey("keep") ? KeepText.text(keep(need(fields, "keep"))) : "";
    return need(fields, "to").parsed(text -> new Replication(text, keep));
  }

  static List<Hook> hooks(Yaml node) {
    if (!(node instanceof Yaml.Items(Position _, List<Yaml> items))) {
      throw node.position()
          .refused("a list of hooks is expected", "write - {run: [program, argument]}");
    }
    return items.stream().map(Values::hook).toList();
  }

  private static Hook hook(Yaml node) {
    Yaml.Fields fields = node.mapping();
    fields.only(new TreeSet<>(Set.of("run", "timeout", "on-failure")));
    Yaml run = need(fields, "run");
    List<String> command = command(run);
    Duration timeout =
        fields.fields().containsKey("timeout")
            ? need(fields, "timeout").parsed(Lengths::duration)
            : Hook.TIMEOUT;
    boolean required =
        !fields.fields().containsKey("on-failure")
            || need(fields, "on-failure").parsed(Values::stops);
    try {
      return new Hook(command, timeout, required);
    } catch (HeveliusException e) {
      throw String.valueOf(e.getMessage()).startsWith(run.position().file())
          ? e
          : run.position().refused(e);
    }
  }

  static List<String> command(Yaml node) {
    if (!(node instanceof Yaml.Items(Position position, List<Yaml> items))) {
      throw node.position()
          .refused(
              "a program and its arguments are given as a list, since no shell takes them apart",
              "write [program, argument, ...]");
    }
    List<String> command = items.stream().map(Yaml::line).toList();
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw position.refused("there is no program", "write [program, argument, ...]");
    }
    return command;
  }

  /** How many files a drill draws; 0 for all. */
  static int drawn(Yaml node) {
    return node.parsed(
        text -> {
          if (text.equals("all")) {
            return 0;
          }
          if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > Drill.MOST_FILES) {
            throw new HeveliusException(
                Category.INVALID,
                "\"%s\" is no number of files".formatted(text),
                "write all, or a number from 1 to " + Drill.MOST_FILES);
          }
          return Integer.parseInt(text);
        });
  }

  private static boolean stops(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "stop" -> true;
      case "continue" -> false;
      default ->
          throw new HeveliusException(
              Category.INVALID, "\"" + text + "\" is neither stop nor continue");
    };
  }

  static Set<TakenBy> takenBy(Yaml node) {
    Set<TakenBy> all = new TreeSet<>();
    node.items().forEach(item -> all.add(item.parsed(TakenBy::parse)));
    return Collections.unmodifiableSet(all);
  }

  static Yaml need(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    if (field == null) {
      throw fields.position().refused("\"" + key + "\" is missing");
    }
    return field.value();
  }
}
