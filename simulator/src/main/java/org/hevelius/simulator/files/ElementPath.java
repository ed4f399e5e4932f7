package org.hevelius.simulator.files;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.simulator.state.Refusal;

/**
 * A path within a tenant, such as {@code /prod/obs}: absolute, without a slash at the end, without
 * {@code .} and {@code ..}, and outside of {@code .snapshot}.
 */
public record ElementPath(String text) {
  /** The hidden directory of snapshots. */
  public static final String SNAPSHOT_DIR = ".snapshot";

  /**
   * Reads what a client sent; slashes too many are dropped.
   *
   * @param field the field that is blamed
   * @throws Refusal 400 if it is no such path
   */
  public static ElementPath parse(String field, String text) {
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw Refusal.field(field, "Path must begin with a forward slash.");
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      if (part.equals(".") || part.equals("..") || part.equals(SNAPSHOT_DIR)) {
        throw Refusal.field(field, "Path must not contain \"" + part + "\".");
      }
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return new ElementPath("/" + String.join("/", parts));
  }

  /** Whether the other path is this one or lies below. */
  public boolean contains(ElementPath other) {
    return text.equals("/") || other.text.equals(text) || other.text.startsWith(text + "/");
  }

  /** What the other path, which lies here or below, is from here; without a slash in front. */
  public String relative(ElementPath other) {
    String rest = text.equals("/") ? other.text : other.text.substring(text.length());
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  @Override
  public String toString() {
    return text;
  }
}
