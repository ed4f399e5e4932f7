package org.hevelius.core.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** How the data in a view is read. Which properties that means is said by each storage. */
public enum AccessProfile {
  /** Recent data, in many small reads that shall be answered at once. */
  BURST("recent data, many small reads"),
  /** Whole files, in large reads one after the other. */
  DEEP("whole files, large sequential reads");

  private final String meaning;

  AccessProfile(String meaning) {
    this.meaning = meaning;
  }

  /** What it is for, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** As it is written. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The profile that is written so.
   *
   * @throws HeveliusException INVALID that names those that there are
   */
  public static AccessProfile of(String text) {
    return Arrays.stream(values())
        .filter(profile -> profile.text().equals(text))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known = Arrays.stream(values()).map(AccessProfile::text).toList();
              return new HeveliusException(
                  Category.INVALID,
                  "\"" + text + "\" is no access profile",
                  "there are: " + String.join(", ", known));
            });
  }
}
