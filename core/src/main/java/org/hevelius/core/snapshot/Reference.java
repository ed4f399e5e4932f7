package org.hevelius.core.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;

/**
 * What somebody names a snapshot by. A reference matches exactly one snapshot or none; names are
 * never matched in part.
 */
public sealed interface Reference {

  /** {@code cosmos7/raw@12}: the version of that number. */
  record Version(DatasetName dataset, long version) implements Reference {
    @Override
    public String toString() {
      return dataset + "@" + version;
    }
  }

  /** {@code cosmos7/raw@latest}: the highest version. */
  record Latest(DatasetName dataset) implements Reference {
    @Override
    public String toString() {
      return dataset + "@latest";
    }
  }

  /** {@code cosmos7/raw@known-good}: the newest version that is marked as known to be good. */
  record KnownGood(DatasetName dataset) implements Reference {
    @Override
    public String toString() {
      return dataset + "@known-good";
    }
  }

  /**
   * {@code cosmos7/raw@2026-11-20} or {@code cosmos7/raw@2026-11-20T1030}: the newest version that
   * was taken up to that moment, in UTC; a day counts whole.
   *
   * @param text the moment as it was written
   * @param before the first instant that is too late
   */
  record AsOf(DatasetName dataset, String text, Instant before) implements Reference {
    @Override
    public String toString() {
      return dataset + "@" + text;
    }
  }

  /** {@code cosmos7/raw@pre-calibration-change}: the version with that short name. */
  record ShortName(DatasetName dataset, String shortName) implements Reference {
    @Override
    public String toString() {
      return dataset + "@" + shortName;
    }
  }

  /** A generated name in full. */
  record FullName(String name) implements Reference {
    @Override
    public String toString() {
      return name;
    }
  }

  /** 8 to 64 lower-case hex digits that the id of one of the snapshot's captures begins with. */
  record IdPrefix(String hex) implements Reference {
    @Override
    public String toString() {
      return hex;
    }
  }

  /** A text split at its first colon: what stands before it, and the path after it if any. */
  record Split(String head, Optional<String> path) {}

  /** The form of a moment: no colons, since these begin a path. */
  Pattern MOMENT =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]([0-9]{2})([0-9]{2})([0-9]{2})?[Zz]?)?");

  /** The form of an id or of the beginning of one. */
  Pattern HEX = Pattern.compile("[0-9a-f]{8,64}");

  /**
   * The reference for what somebody typed.
   *
   * @throws HeveliusException INVALID with the forms that exist
   */
  static Reference parse(String text) {
    int at = text.indexOf('@');
    if (at >= 0) {
      return inDataset(text, DatasetName.of(text.substring(0, at)), text.substring(at + 1));
    }
    if (SnapshotNames.isName(text)) {
      return new FullName(text);
    }
    if (HEX.matcher(text).matches()) {
      return new IdPrefix(text);
    }
    throw invalid(text, "it names no dataset with '@', and is neither a generated name nor an id");
  }

  /**
   * Splits {@code DATASET@REF:path}, {@code DATASET:path} and the like at the first colon; neither
   * datasets nor references have one in them.
   */
  static Split split(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Split(text, Optional.empty())
        : new Split(text.substring(0, colon), Optional.of(text.substring(colon + 1)));
  }

  private static Reference inDataset(String text, DatasetName dataset, String rest) {
    if (rest.equals("latest")) {
      return new Latest(dataset);
    }
    if (rest.equals("known-good")) {
      return new KnownGood(dataset);
    }
    Matcher moment = MOMENT.matcher(rest);
    if (moment.matches()) {
      return asOf(text, dataset, moment);
    }
    if (rest.matches("[0-9]+")) {
      if (rest.length() > 18 || Long.parseLong(rest) == 0) {
        throw invalid(text, rest + " is no version; versions count from 1");
      }
      return new Version(dataset, Long.parseLong(rest));
    }
    if (rest.equals("live")) {
      throw invalid(text, "live data is no snapshot, and can only be compared with one");
    }
    if (HEX.matcher(rest).matches()) {
      throw invalid(text, "an id is written without the dataset: " + rest);
    }
    Optional<String> problem = NamingRule.problem(rest);
    if (problem.isPresent()) {
      throw invalid(text, "\"" + rest + "\" is no short name: " + problem.get());
    }
    return new ShortName(dataset, rest);
  }

  private static Reference asOf(String text, DatasetName dataset, Matcher moment) {
    try {
      LocalDate day = LocalDate.parse(moment.group(1));
      String hour = moment.group(2);
      if (hour == null) {
        Instant next = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        return new AsOf(dataset, moment.group(), next);
      }
      String second = moment.group(4);
      LocalTime time =
          LocalTime.of(
              Integer.parseInt(hour),
              Integer.parseInt(moment.group(3)),
              second == null ? 0 : Integer.parseInt(second));
      Instant instant = day.atTime(time).toInstant(ZoneOffset.UTC);
      // What was taken within the named second or minute counts.
      return new AsOf(dataset, moment.group(), instant.plusSeconds(second == null ? 60 : 1));
    } catch (DateTimeException e) {
      throw invalid(text, moment.group() + " is no moment: " + e.getMessage());
    }
  }

  private static HeveliusException invalid(String text, String why) {
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no reference: %s".formatted(text, why),
        "a snapshot is named by cosmos7/raw@12, cosmos7/raw@latest, cosmos7/raw@known-good,",
        "cosmos7/raw@its-short-name, cosmos7/raw@2026-11-20T1030 (as of then, UTC),",
        "its full generated name, or 8 or more hex digits of its id");
  }
}
