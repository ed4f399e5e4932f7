package org.hevelius.core.storage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.Lengths;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;

/** Reads what a home says of storage from text, strictly. */
public final class StorageSettingsReader {
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}) ?%");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Duration PAUSE = Duration.ofHours(24);

  private StorageSettingsReader() {}

  /**
   * The settings; the standard ones for empty text.
   *
   * @param file its name, for messages
   * @throws HeveliusException INVALID with file, line and column for what isn't understood
   */
  public static StorageSettings read(String file, String text) {
    Yaml.Fields root = YamlReader.read(file, text).mapping();
    root.only(known("thresholds", "sample", "keep", "budgets", "expansion"));
    StorageSettings standard = StorageSettings.STANDARD;
    Yaml.Field thresholds = root.fields().get("thresholds");
    return new StorageSettings(
        thresholds == null ? standard.thresholds() : thresholds(thresholds.value().mapping()),
        optional(root, "sample", standard.pause(), StorageSettingsReader::pause),
        optional(root, "keep", standard.keep(), Lengths::duration),
        budgets(root),
        rules(root));
  }

  private static Set<String> known(String... keys) {
    return new LinkedHashSet<>(List.of(keys));
  }

  private static Duration pause(String text) {
    Duration pause = Lengths.duration(text);
    if (pause.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new HeveliusException(Category.INVALID, "samples are taken once a minute at most");
    }
    return pause;
  }

  private static Thresholds thresholds(Yaml.Fields fields) {
    fields.only(known("warn", "alert", "critical"));
    Thresholds standard = Thresholds.STANDARD;
    int warn = optional(fields, "warn", standard.warn(), StorageSettingsReader::percent);
    int alert = optional(fields, "alert", standard.alert(), StorageSettingsReader::percent);
    int critical =
        optional(fields, "critical", standard.critical(), StorageSettingsReader::percent);
    try {
      return new Thresholds(warn, alert, critical);
    } catch (HeveliusException e) {
      throw fields.position().refused(e);
    }
  }

  private static int percent(String text) {
    var matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no share", "write it with its sign: 80 %");
    }
    int percent = Integer.parseInt(matcher.group(1));
    if (percent < 1 || percent > 100) {
      throw new HeveliusException(Category.INVALID, "a share is from 1 % to 100 %");
    }
    return percent;
  }

  private static List<Budget> budgets(Yaml.Fields root) {
    List<Budget> budgets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml item : items(root, "budgets")) {
      Yaml.Fields fields = item.mapping();
      fields.only(known("name", "total", "views"));
      String name = needed(fields, "name").parsed(StorageSettingsReader::name);
      if (!names.add(name)) {
        throw fields.position().refused("there are two budgets called " + name);
      }
      budgets.add(new Budget(name, needed(fields, "total").parsed(Sizes::parse), views(fields)));
    }
    return budgets;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" is no name of a budget",
          "lower-case letters, digits, . _ - (64)");
    }
    return text;
  }

  private static List<ExpansionRule> rules(Yaml.Fields root) {
    List<ExpansionRule> rules = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Yaml item : items(root, "expansion")) {
      Yaml.Fields fields = item.mapping();
      fields.only(known("views", "at", "factor", "ceiling", "pause", "floor", "apply"));
      List<String> views = views(fields);
      for (String view : views) {
        if (!seen.add(view)) {
          throw fields.position().refused("there are two rules for " + view);
        }
      }
      try {
        rules.add(
            new ExpansionRule(
                views,
                optional(fields, "at", Thresholds.STANDARD.alert(), StorageSettingsReader::percent),
                optional(fields, "factor", ExpansionRule.FACTOR, StorageSettingsReader::factor),
                needed(fields, "ceiling").parsed(Sizes::parse),
                optional(fields, "pause", PAUSE, Lengths::duration),
                optional(
                    fields, "floor", ExpansionRule.Floor.STANDARD, StorageSettingsReader::floor),
                optional(fields, "apply", false, StorageSettingsReader::flag)));
      } catch (HeveliusException e) {
        throw e.getMessage() != null && e.getMessage().startsWith(fields.position().file())
            ? e
            : fields.position().refused(e);
      }
    }
    return rules;
  }

  /** A factor as somebody writes it. */
  public static BigDecimal factor(String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,4})?")) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no factor", "write a number such as 1.5");
    }
    return ExpansionRule.factor(new BigDecimal(text));
  }

  private static ExpansionRule.Floor floor(String text) {
    return text.endsWith("%")
        ? new ExpansionRule.Floor(0, percent(text))
        : new ExpansionRule.Floor(Sizes.parse(text), 0);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new HeveliusException(
              Category.INVALID, "\"" + text + "\" is neither true nor false");
    };
  }

  private static List<String> views(Yaml.Fields fields) {
    List<String> views =
        needed(fields, "views").items().stream()
            .map(item -> item.parsed(text -> SourceSpec.parse(text).toString()))
            .toList();
    if (views.isEmpty()) {
      throw fields.position().refused("\"views\" names none");
    }
    return views;
  }

  private static List<Yaml> items(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    return field == null ? List.of() : field.value().items();
  }

  private static Yaml needed(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    if (field == null) {
      throw fields.position().refused("\"" + key + "\" is missing");
    }
    return field.value();
  }

  private static <T> T optional(
      Yaml.Fields fields, String key, T without, Function<String, T> reader) {
    Yaml.Field field = fields.fields().get(key);
    return field == null ? without : field.value().parsed(reader);
  }
}
