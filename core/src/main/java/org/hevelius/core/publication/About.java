package org.hevelius.core.publication;

import java.util.List;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What a publication says of itself.
 *
 * @param creators in their order, at least one
 * @param publisher {@link #UNKNOWN} when nobody said it
 * @param license an identifier of SPDX or an address; null when none was given
 * @param doi without an address in front, or null
 * @param related DOIs of what it belongs to, such as the paper
 */
public record About(
    String title,
    List<Creator> creators,
    String publisher,
    int year,
    @Nullable String license,
    @Nullable String doi,
    List<String> related) {
  /** DataCite's word for a value that isn't available. */
  public static final String UNKNOWN = ":unav";

  private static final Pattern DOI = Pattern.compile("10\\.[0-9]{4,9}/[-._;()/:a-zA-Z0-9]+");

  /** Checks everything. */
  public About {
    title = Texts.line("title", title);
    creators = List.copyOf(creators);
    if (creators.isEmpty()) {
      throw new HeveliusException(Category.INVALID, "a publication has at least one creator");
    }
    publisher = Texts.line("publisher", publisher);
    if (year < 1000 || year > 9999) {
      throw new HeveliusException(Category.INVALID, "the year has four digits, unlike " + year);
    }
    license = license == null ? null : Texts.line("license", license);
    doi = doi == null ? null : doi(doi);
    related = related.stream().map(About::doi).toList();
  }

  private static String doi(String text) {
    String doi = text.strip().replaceFirst("^(?:https?://(?:dx\\.)?doi\\.org/|doi:)", "");
    if (!DOI.matcher(doi).matches()) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no DOI", "DOIs read 10.5281/zenodo.1234567");
    }
    return doi;
  }
}
