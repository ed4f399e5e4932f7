package org.hevelius.core.snapshot;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;

/** Tags are pairs of key and value; a tag with an empty value is written as the key alone. */
public final class Tags {
  /** The key of the tag that says what a snapshot is for. */
  public static final String TIER = "tier";

  /** The key of the tag that says since when storage, which took a snapshot, has it no more. */
  public static final String GONE = "gone";

  private static final int MAX_VALUE = 256;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}");

  private Tags() {}

  /**
   * What snapshots are for: {@code dr}, to recover a whole system, or {@code operational}.
   *
   * @throws HeveliusException INVALID when it is neither
   */
  public static String tier(String text) {
    if (!text.equals("dr") && !text.equals("operational")) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no tier", "write dr or operational");
    }
    return text;
  }

  /**
   * The one tag that somebody typed, {@code key=value} or {@code key}.
   *
   * @throws HeveliusException INVALID when key or value don't fit
   */
  public static Map.Entry<String, String> parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    return Map.entry(key(key), value(key, value));
  }

  /** The tag as it is written. */
  public static String text(String key, String value) {
    return value.isEmpty() ? key : key + "=" + value;
  }

  /** Tags as they are written, in their order. */
  public static List<String> texts(Map<String, String> tags) {
    return tags.entrySet().stream().map(tag -> text(tag.getKey(), tag.getValue())).toList();
  }

  /** A sorted, unmodifiable copy whose keys and values have been checked. */
  static SortedMap<String, String> checked(Map<String, String> tags) {
    SortedMap<String, String> sorted = new TreeMap<>();
    tags.forEach((key, value) -> sorted.put(key(key), value(key, value)));
    return Collections.unmodifiableSortedMap(sorted);
  }

  private static String key(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + key + "\" is no key for a tag",
          "a key begins with a letter or digit; letters, digits and . _ : / - may follow, 64 in"
              + " all",
          "tags are written key=value");
    }
    return key;
  }

  private static String value(String key, String value) {
    String checked = value.isEmpty() ? "" : Texts.line("value of tag " + key, value);
    if (checked.length() > MAX_VALUE) {
      throw new HeveliusException(
          Category.INVALID,
          "the value of tag %s has %d characters; at most %d fit"
              .formatted(key, checked.length(), MAX_VALUE));
    }
    return checked;
  }
}
