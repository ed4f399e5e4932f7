package org.hevelius.providers.vast;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A path on a cluster, such as {@code /prod/obs}: absolute, without a slash at the end. The cluster
 * shows some with one, and means the same.
 */
record VastPath(String text) {
  /** Where snapshots are seen. */
  static final String SNAPSHOTS = ".snapshot";

  /**
   * Brings it into its one form.
   *
   * @throws HeveliusException INVALID when it is no absolute path of data
   */
  VastPath {
    List<String> parts = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      if (part.equals(".") || part.equals("..") || part.equals(SNAPSHOTS)) {
        throw new HeveliusException(
            Category.INVALID,
            "the path \"%s\" has \"%s\" in it".formatted(text, part),
            "write it out in full, such as /prod/obs");
      }
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no absolute path", "such as /prod/obs");
    }
    text = "/" + String.join("/", parts);
  }

  boolean isRoot() {
    return text.equals("/");
  }

  /** Whether the other path is this one or lies below. */
  boolean covers(VastPath other) {
    return isRoot() || other.text.equals(text) || other.text.startsWith(text + "/");
  }

  /** What a path here or below is from here; empty for this one. */
  String relative(VastPath other) {
    if (!covers(other)) {
      throw new IllegalArgumentException(other + " is not below " + this);
    }
    String rest = isRoot() ? other.text : other.text.substring(text.length());
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  /** The lowest path that covers both. */
  VastPath shared(VastPath other) {
    VastPath at = this;
    while (!at.covers(other)) {
      at = at.parent();
    }
    return at;
  }

  private VastPath parent() {
    return new VastPath(text.substring(0, Math.max(1, text.lastIndexOf('/'))));
  }

  /** The part of a path below a directory of this machine. */
  static String below(String directory, String relative) {
    String top = directory.equals("/") ? "" : directory;
    return relative.isEmpty() ? directory : top + "/" + relative;
  }

  @Override
  public String toString() {
    return text;
  }
}
