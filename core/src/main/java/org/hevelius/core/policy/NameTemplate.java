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
import org.hevelius.core.snapshot.SnapshotNames;

/**
 * How short names are made: text with {@code {prefix}}, {@code {dataset}}, {@code {schedule}},
 * {@code {label}}, {@code {actor}} and {@code {time}}, the last one being the planned time to the
 * minute in UTC, which keeps names apart.
 *
 * @param text as it is written
 */
public record NameTemplate(String text) {
  private static final Pattern PART = Pattern.compile("\\{([^}]*)\\}");
  private static final List<String> KNOWN =
      List.of("prefix", "dataset", "schedule", "label", "actor", "time");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How names are made where only a prefix is given. */
  public static final NameTemplate STANDARD = new NameTemplate("{prefix}-{schedule}-{time}");

  /** How the names of events with a label are made. */
  public static final NameTemplate LABELED = new NameTemplate("{label}-{time}");

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
                ? "known: {prefix}, {dataset}, {schedule}, {label}, {actor}, {time}"
                : "did you mean  {" + near.getFirst() + "}");
      }
    }
    if (!text.contains("{time}")) {
      throw new HeveliusException(
          Category.INVALID,
          "the name \"" + text + "\" has no {time}",
          "a short name is unique in its dataset; write {prefix}-{schedule}-{time}");
    }
    String _ =
        NamingRule.checked(
            expanded(text, new Parts("p", DatasetName.of("d"), "s", "l", "a", Instant.EPOCH)));
  }

  /**
   * What names are made of.
   *
   * @param schedule name of the schedule or event
   * @param label what the event calls its snapshots; else the same as the schedule
   * @param actor who takes the snapshot
   * @param planned when the snapshot was due
   */
  public record Parts(
      String prefix,
      DatasetName dataset,
      String schedule,
      String label,
      String actor,
      Instant planned) {}

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
   * @throws HeveliusException INVALID when it would be no short name
   */
  public String expand(Parts parts) {
    return NamingRule.checked(expanded(text, parts));
  }

  private static String expanded(String text, Parts parts) {
    return text.replace("{prefix}", parts.prefix())
        .replace("{dataset}", parts.dataset().flat())
        .replace("{schedule}", parts.schedule())
        .replace("{label}", parts.label())
        .replace("{actor}", SnapshotNames.slug(parts.actor()).replace('_', '-'))
        .replace("{time}", TIME.format(parts.planned()).toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
