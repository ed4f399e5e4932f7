package org.hevelius.core.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * One place where a dataset's bytes live, written {@code kind:location}, such as {@code
 * dir:/data/raw}. Only the form is checked; {@code dir} and {@code btrfs} need an absolute path.
 *
 * @param location the place, in the notation of its kind
 */
public record SourceSpec(Kind kind, String location) {

  /** The kinds of storage a source can lie in. */
  public enum Kind {
    /** A directory tree; the location is an absolute path. */
    DIR,
    /** A ZFS dataset. */
    ZFS,
    /** A Btrfs subvolume. */
    BTRFS,
    /** A view of a VAST cluster. */
    VAST,
    /** An S3 bucket. */
    S3,
    /** An ArangoDB database. */
    ARANGODB,
    /** A PostgreSQL database. */
    POSTGRES,
    /** An observatory table. */
    TABLE;

    /** The kind as it is written before the colon. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the location; for a directory repeated and trailing slashes are dropped. */
  public SourceSpec {
    Texts.line("location of the source", location);
    if (!location.equals(location.strip())) {
      throw invalid(kind.text() + ":" + location, "the location begins or ends with white space");
    }
    if (kind == Kind.DIR || kind == Kind.BTRFS) {
      location = directory(kind, location);
    }
  }

  /**
   * The source for what somebody typed.
   *
   * @throws HeveliusException INVALID that names the known kinds
   */
  public static SourceSpec parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw invalid(
          text,
          text.startsWith("/") ? "the kind is missing: dir:" + text : "there is no colon in it");
    }
    String wanted = text.substring(0, colon);
    List<String> known = Arrays.stream(Kind.values()).map(Kind::text).toList();
    int at = known.indexOf(wanted);
    if (at < 0) {
      throw invalid(text, "\"" + wanted + "\" is no kind of source");
    }
    if (colon == text.length() - 1) {
      throw invalid(text, "nothing follows the colon at position " + (colon + 1));
    }
    return new SourceSpec(Kind.values()[at], text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return kind.text() + ":" + location;
  }

  private static String directory(Kind kind, String location) {
    if (!location.startsWith("/")) {
      throw invalid(kind.text() + ":" + location, "a directory needs an absolute path");
    }
    List<String> parts =
        Arrays.stream(location.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    if (parts.contains("..") || parts.contains(".")) {
      throw invalid(
          kind.text() + ":" + location, "the path has \".\" or \"..\" in it; write it out in full");
    }
    return "/" + String.join("/", parts);
  }

  private static HeveliusException invalid(String text, String why) {
    String kinds = Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(" "));
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no source: %s".formatted(text, why),
        "sources are written kind:location, such as dir:/data/raw; the kinds are " + kinds);
  }
}
