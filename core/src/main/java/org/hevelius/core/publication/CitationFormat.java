package org.hevelius.core.publication;

import java.util.Arrays;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** The forms in which a publication is cited. */
public enum CitationFormat {
  /** Lines for people. */
  TEXT("text/plain"),
  /** An entry for BibTeX and BibLaTeX. */
  BIBTEX("application/x-bibtex"),
  /** JSON of DataCite's Metadata Schema 4.5. */
  DATACITE("application/vnd.datacite.datacite+json"),
  /** Metadata of an RO-Crate 1.1, with every file and its hash. */
  RO_CRATE("application/ld+json");

  private final String mediaType;

  CitationFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type that a service sends it as. */
  public String mediaType() {
    return mediaType;
  }

  /** As it is written, such as {@code ro-crate}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The format that is written so.
   *
   * @throws HeveliusException INVALID when there is none
   */
  public static CitationFormat parse(String text) {
    for (CitationFormat format : values()) {
      if (format.text().equals(text)) {
        return format;
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "there is no citation format \"" + text + "\"",
        "there are: "
            + String.join(", ", Arrays.stream(values()).map(CitationFormat::text).toList()));
  }
}
