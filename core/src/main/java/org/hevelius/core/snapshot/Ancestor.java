package org.hevelius.core.snapshot;

import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;

/**
 * A snapshot that another one was made from.
 *
 * @param use what it was used for
 * @param dataset its dataset
 * @param version its version when the other snapshot was taken
 * @param name its generated name, which is given once and is what it is found by
 */
public record Ancestor(Use use, DatasetName dataset, long version, String name) {

  /** What one version was used for when another was made. */
  public enum Use {
    /** Its content was worked on. */
    DERIVED_FROM,
    /** It said how the content of others is to be calibrated. */
    CALIBRATED_WITH;

    /** As it is written, such as {@code derived-from}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks version and name. */
  public Ancestor {
    if (version < 1) {
      throw new HeveliusException(Category.INVALID, "versions count from 1, not from " + version);
    }
    name = SnapshotNames.checked(name);
  }

  /** A snapshot as an ancestor. */
  public static Ancestor of(Use use, Snapshot snapshot) {
    return new Ancestor(use, snapshot.dataset(), snapshot.version(), snapshot.name());
  }

  /**
   * The ancestor that is written as {@link #toString} writes it.
   *
   * @throws HeveliusException INVALID when it is not of that form
   */
  public static Ancestor parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length == 3) {
      int at = words[1].lastIndexOf('@');
      for (Use use : Use.values()) {
        if (use.text().equals(words[0]) && words[1].substring(at + 1).matches("[0-9]{1,18}")) {
          DatasetName dataset = DatasetName.of(words[1].substring(0, Math.max(0, at)));
          return new Ancestor(use, dataset, Long.parseLong(words[1].substring(at + 1)), words[2]);
        }
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "\"" + text + "\" names no ancestor",
        "write derived-from DATASET@VERSION NAME");
  }

  /** The reference by version, such as {@code cosmos7/raw@12}. */
  public String reference() {
    return dataset + "@" + version;
  }

  @Override
  public String toString() {
    return use.text() + " " + reference() + " " + name;
  }
}
