package org.hevelius.core.policy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.snapshot.NamingRule;

/**
 * How short names are made: text with {@code {prefix}}, {@code {dataset}}, {@code {schedule}} and
 * {@code {time}}, the last one being the planned time to the minute in UTC, which keeps names
 * apart.
 *
 * @param text as it is written
 */
public record NameTemplate(String text) {
  private static final Pattern PART = Pattern.compile("\\{([^}]*)\\}");
  private static final List<String> KNOWN = List.of("prefix", "dataset", "schedule", "time");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How names are made where only a prefix is given. */
  public static final NameTemplate STANDARD = new NameTemplate("{prefix}-{schedule}-{time}");

  /** How the names of events with a label are made. */
  public static final NameTemplate LABELED = new NameTemplate("{schedule}-{time}");

  /** Checks the template. */
  public NameTemplate {
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      if (!KNOWN.contains(parts.group(1))) {
        List<String> near = Suggestions.nearest(parts.group(1), KNOWN, 1);
        throw new HeveliusException(
            Category.INVALID,
            "\"%s\" is not known in a name".formatted(parts.group()),
            near.isEmpty()
                ? "known: {prefix}, {dataset}, {schedule}, {time}"
                : "did you mean  {" + near.getFirst() + "}");
      }
    }
    if (!text.contains("{time}")) {
      throw new HeveliusException(
          Category.INVALID,
          "the name \"" + text + "\" has no {time}",
          "a short name is unique in its dataset; write {prefix}-{schedule}-{time}");
    }
    String _ = NamingRule.checked(expand(text, "p", "d", "s", Instant.EPOCH));
  }

  /**
   * What names may begin with.
   *
   * @throws HeveliusException INVALID when no name can
   */
  static String prefix(String text) {
    String _ = NamingRule.checked(text + "-x");
    return text;
  }

  /**
   * The short name of a snapshot.
   *
   * @param schedule name of the schedule or event
   * @param planned when the snapshot was due
   * @throws HeveliusException INVALID when it would be no short name
   */
  public String expand(String prefix, DatasetName dataset, String schedule, Instant planned) {
    return NamingRule.checked(expand(text, prefix, dataset.flat(), schedule, planned));
  }

  private static String expand(
      String text, String prefix, String dataset, String schedule, Instant planned) {
    return text.replace("{prefix}", prefix)
        .replace("{dataset}", dataset)
        .replace("{schedule}", schedule)
        .replace("{time}", TIME.format(planned).toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
