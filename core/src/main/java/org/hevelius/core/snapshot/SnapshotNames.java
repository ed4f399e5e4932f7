package org.hevelius.core.snapshot;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;

/**
 * Generated snapshot names, {@code <dataset>_YYYYMMDD_HHMMSS_<slug>}: the dataset with hyphens for
 * slashes, the time in UTC, and what the description says. The catalog makes them unique by a
 * number at the end.
 */
public final class SnapshotNames {
  private static final int MAX_SLUG = 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'_'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._-]*_[0-9]{8}_[0-9]{6}_[a-z0-9_]*[a-z0-9]");

  private SnapshotNames() {}

  /** The name for a snapshot of the dataset, taken at the time, with the given description. */
  public static String generate(DatasetName dataset, Instant time, String description) {
    return dataset.flat() + "_" + TIME.format(time) + "_" + slug(description);
  }

  /**
   * The name for the n-th snapshot that would get this name: the name itself for 1, with {@code _2}
   * at the end for 2, and so on.
   */
  public static String numbered(String name, int n) {
    return n == 1 ? name : name + "_" + n;
  }

  /** Whether the text has the form of a generated name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The text in lower-case letters, digits and underscores: accents are dropped, everything else
   * becomes an underscore, runs of them one. Longer than 60 characters it is cut, at a word where
   * there is one in the second half. Never empty: text without any letter or digit gives {@code
   * snapshot}.
   */
  public static String slug(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replace("ß", "ss")
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_|_$", "");
    if (plain.length() > MAX_SLUG) {
      int word = plain.lastIndexOf('_', MAX_SLUG);
      plain = plain.substring(0, word >= MAX_SLUG / 2 ? word : MAX_SLUG);
    }
    return plain.isEmpty() ? "snapshot" : plain;
  }

  static String checked(String name) {
    if (!isName(name)) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + name + "\" is no generated snapshot name",
          "they read <dataset>_YYYYMMDD_HHMMSS_<words>");
    }
    return name;
  }
}
