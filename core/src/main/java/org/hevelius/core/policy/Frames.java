package org.hevelius.core.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.yaml.Position;
import org.hevelius.core.yaml.Yaml;

/**
 * Frames of protection policies: {@code every 6h start-at 2026-01-01 00:00:00 keep-local 3d
 * keep-remote 30d}, on one line or as a mapping. There a day is {@code d} or {@code D}, a week
 * {@code w} or {@code W}, {@code M} 30 days and {@code Y} 365 days, and the start is in UTC.
 */
final class Frames {
  private static final Set<String> KEYS =
      new TreeSet<>(Set.of("every", "start-at", "keep-local", "keep-remote"));
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,5})(s|m|h|d|D|w|W|M|Y|y)");

  /** What the target of a frame's copies is called. */
  static final String TARGET = "the target of the frame";

  private Frames() {}

  /** One frame per element; each becomes a schedule with a tier. */
  static void read(Yaml node, SortedMap<Key, Setting> settings) {
    for (Yaml item : node.items()) {
      Map<String, Yaml> frame =
          item instanceof Yaml.Line line ? words(line) : mapping(item.mapping());
      String every = needed(frame, "every", item).line().strip();
      String name = ("every-" + every).toLowerCase(java.util.Locale.ROOT);
      String free = name;
      for (int n = 2; has(settings, free); n++) {
        free = name + "-" + n;
      }
      put(frame, item, free, settings);
    }
  }

  private static boolean has(SortedMap<Key, Setting> settings, String name) {
    return settings.keySet().stream().anyMatch(key -> key.name().equals(name));
  }

  /** A schedule on one line: a frame, or just when it is due. */
  static void line(Yaml node, String name, SortedMap<Key, Setting> settings) {
    String text = node.line();
    if (isFrame(text)) {
      put(words(node), node, name, settings);
    } else {
      set(settings, new Key(Field.AT, name), Values.schedule(node), node.position());
    }
  }

  /** Whether a line is a frame. */
  static boolean isFrame(String text) {
    return text.contains("keep-local") || text.contains("keep-remote") || text.contains("start-at");
  }

  private static Map<String, Yaml> mapping(Yaml.Fields fields) {
    fields.only(KEYS);
    Map<String, Yaml> frame = new TreeMap<>();
    fields.fields().values().forEach(field -> frame.put(field.key(), field.value()));
    return frame;
  }

  private static Map<String, Yaml> words(Yaml node) {
    Map<String, Yaml> frame = new TreeMap<>();
    String key = "";
    List<String> value = new ArrayList<>();
    for (String word : (node.line() + " end").split("\\s+", -1)) {
      boolean isKey = KEYS.contains(word) || word.equals("end");
      if (!isKey && (key.isEmpty() || (!key.equals("start-at") && !value.isEmpty()))) {
        List<String> near = Suggestions.nearest(word, KEYS, 1);
        throw node.position()
            .refused(
                "\"%s\" is not known in \"%s\"".formatted(word, node.line()),
                near.isEmpty()
                    ? "known: " + String.join(", ", KEYS)
                    : "did you mean  " + near.getFirst());
      }
      if (!isKey) {
        value.add(word);
        continue;
      }
      if (!key.isEmpty()
          && frame.put(key, new Yaml.Line(node.position(), String.join(" ", value))) != null) {
        throw node.position().refused("\"" + key + "\" stands twice");
      }
      key = word;
      value.clear();
    }
    return frame;
  }

  private static Yaml needed(Map<String, Yaml> frame, String key, Yaml node) {
    Yaml value = frame.get(key);
    if (value == null) {
      throw node.position().refused("\"" + key + "\" is missing");
    }
    return value;
  }

  private static void put(
      Map<String, Yaml> frame, Yaml node, String name, SortedMap<Key, Setting> settings) {
    Yaml every = needed(frame, "every", node);
    Yaml start = frame.get("start-at");
    String step = every.parsed(text -> step(text));
    String at =
        start == null
            ? "every " + step
            : "every " + step + " since " + start.parsed(Frames::instant);
    String checked = Values.schedule(new Yaml.Line(every.position(), at));
    set(settings, new Key(Field.AT, name), checked, every.position());
    Yaml local = frame.get("keep-local");
    if (local != null) {
      set(
          settings,
          new Key(Field.KEEP, name),
          KeepText.parse(local.parsed(Frames::span)),
          local.position());
    }
    Yaml remote = frame.get("keep-remote");
    String kept = remote == null ? "" : remote.parsed(Frames::remote);
    if (remote != null && !kept.isEmpty()) {
      Replication replication = new Replication(TARGET, kept);
      set(settings, Key.of(Field.REPLICATION), replication, remote.position());
    }
  }

  private static void set(
      SortedMap<Key, Setting> settings, Key key, Object value, Position position) {
    settings.put(key, new Setting(key, value, position));
  }

  private static Matcher amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no length of time in a frame".formatted(text),
          "write a number and one of s m h d w M Y, such as 6h or 3d; M is 30 days, Y 365 days");
    }
    return matcher;
  }

  private static String step(String text) {
    Matcher amount = amount(text);
    int count = Integer.parseInt(amount.group(1));
    return switch (amount.group(2)) {
      case "m" -> count + "min";
      case "h" -> count + "h";
      case "s" -> seconds(text, count);
      default -> days(amount) + "d";
    };
  }

  private static String seconds(String text, int count) {
    if (count == 0 || count % 60 != 0) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" is no whole number of minutes",
          "snapshots are taken to the minute");
    }
    return count / 60 + "min";
  }

  private static String span(String text) {
    Matcher amount = amount(text);
    int count = Integer.parseInt(amount.group(1));
    return switch (amount.group(2)) {
      case "h" -> count + "h";
      case "m", "s" ->
          throw new HeveliusException(
              Category.INVALID,
              "\"" + text + "\" is shorter than what can be kept",
              "write hours or days, such as 6h or 3d");
      default -> days(amount) + "d";
    };
  }

  /** How long copies are kept; empty when there are none. */
  private static String remote(String text) {
    return Integer.parseInt(amount(text).group(1)) == 0 ? "" : text;
  }

  /**
   * A length of time as frames write it.
   *
   * @throws HeveliusException INVALID when it is none
   */
  static Duration length(String text) {
    Matcher amount = amount(text);
    int count = Integer.parseInt(amount.group(1));
    return switch (amount.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(days(amount));
    };
  }

  private static int days(Matcher amount) {
    int count = Integer.parseInt(amount.group(1));
    return switch (amount.group(2)) {
      case "w", "W" -> 7 * count;
      case "M" -> 30 * count;
      case "Y", "y" -> 365 * count;
      default -> count;
    };
  }

  private static String instant(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return iso.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$")
          ? java.time.OffsetDateTime.parse(iso).toString()
          : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC).toString();
    } catch (DateTimeException e) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" is no start",
          List.of("write 2026-01-01 00:00:00, in UTC"),
          e);
    }
  }
}
