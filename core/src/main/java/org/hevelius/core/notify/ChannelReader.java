package org.hevelius.core.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.policy.Lengths;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;

/** Reads the channels of a home from text. */
public final class ChannelReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Set<String> COMMON =
      new LinkedHashSet<>(
          List.of("name", "severity", "kinds", "scopes", "quiet", "gather", "after"));

  private static final Duration GATHERED = Duration.ofSeconds(30);

  private ChannelReader() {}

  /**
   * The channels in their order; none in empty text.
   *
   * @param file its name, for messages
   * @throws HeveliusException INVALID with file, line and column for what isn't understood
   */
  public static List<ChannelSettings> read(String file, String text) {
    Yaml.Fields root = YamlReader.read(file, text).mapping();
    root.only(Set.of("notifications"));
    Yaml.Field list = root.fields().get("notifications");
    if (list == null) {
      return List.of();
    }
    List<ChannelSettings> channels = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml item : list.value().items()) {
      ChannelSettings channel = channel(item.mapping());
      if (!names.add(channel.name())) {
        throw item.position().refused("there are two channels called " + channel.name());
      }
      channels.add(channel);
    }
    return List.copyOf(channels);
  }

  private static ChannelSettings channel(Yaml.Fields fields) {
    List<Yaml.Field> targets =
        fields.fields().values().stream().filter(field -> !COMMON.contains(field.key())).toList();
    Set<String> known = new LinkedHashSet<>(COMMON);
    known.addAll(TargetReader.WORDS);
    fields.only(known);
    if (targets.size() != 1) {
      throw fields
          .position()
          .refused(
              "a channel has one of " + String.join(", ", TargetReader.WORDS),
              "for several, write several channels");
    }
    Target target = TargetReader.read(targets.getFirst());
    if (target instanceof Target.Pings && fields.fields().containsKey("severity")) {
      throw needed(fields, "severity")
          .position()
          .refused("healthchecks is told of each run, good or bad; leave it out");
    }
    if (target instanceof Target.Pings && fields.fields().containsKey("gather")) {
      throw needed(fields, "gather")
          .position()
          .refused("healthchecks is told of each run in its order; leave it out");
    }
    if (target instanceof Target.Pings && fields.fields().containsKey("after")) {
      throw needed(fields, "after")
          .position()
          .refused("healthchecks is told of each run as it comes; leave it out");
    }
    return new ChannelSettings(
        needed(fields, "name").value().parsed(ChannelReader::name),
        target,
        optional(fields, "severity", Alert.Severity.WARNING, ChannelReader::severity),
        Set.copyOf(items(fields, "kinds", text -> word(text, Alert.Kind.values()))),
        items(fields, "scopes", Scope::new),
        optional(fields, "quiet", Duration.ofHours(1), Lengths::duration),
        target instanceof Target.Pings
            ? Duration.ZERO
            : optional(fields, "gather", GATHERED, Lengths::duration),
        optional(fields, "after", Duration.ZERO, Lengths::duration));
  }

  private static Alert.Severity severity(String text) {
    return word(text, Alert.Severity.values());
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw invalid(
          "\"" + text + "\" is no name of a channel", "lower-case letters, digits, . _ - (64)");
    }
    return text;
  }

  /** The constant that is written so. */
  static <E extends Enum<E>> E word(String text, E[] constants) {
    return Arrays.stream(constants)
        .filter(constant -> Message.word(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "\"" + text + "\" is not known here",
                    "known: "
                        + String.join(
                            ", ",
                            new TreeSet<>(Arrays.stream(constants).map(Message::word).toList()))));
  }

  static HeveliusException invalid(String what, String advice) {
    return new HeveliusException(HeveliusException.Category.INVALID, what, advice);
  }

  static Yaml.Field needed(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    if (field == null) {
      throw fields.position().refused("\"" + key + "\" is missing");
    }
    return field;
  }

  static <T> T optional(Yaml.Fields fields, String key, T without, Function<String, T> reader) {
    Yaml.Field field = fields.fields().get(key);
    return field == null ? without : field.value().parsed(reader);
  }

  static <T> List<T> items(Yaml.Fields fields, String key, Function<String, T> reader) {
    Yaml.Field field = fields.fields().get(key);
    return field == null
        ? List.of()
        : field.value().items().stream().map(item -> item.parsed(reader)).toList();
  }
}
