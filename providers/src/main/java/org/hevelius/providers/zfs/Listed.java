package org.hevelius.providers.zfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** A dataset, snapshot or bookmark with some of its properties, as {@code zfs get} lists it. */
record Listed(String name, Map<String, Value> values) {
  /**
   * A value.
   *
   * @param source where it comes from: {@code local}, {@code default}, {@code -} or others
   */
  record Value(String text, String source) {
    /** Whether it was set on exactly this dataset, here or where it was received from. */
    boolean isOwn() {
      return source.equals("local") || source.equals("received");
    }
  }

  private static final String NONE = "-";

  /** The answers to {@code zfs get -H -p -o name,property,value,source}, in their order. */
  static List<Listed> parse(byte[] output) {
    Map<String, Map<String, Value>> all = new LinkedHashMap<>();
    for (String line : new String(output, StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int name = line.indexOf('\t');
      int property = line.indexOf('\t', name + 1);
      int value = line.lastIndexOf('\t');
      if (name < 0 || property < 0 || value <= property) {
        throw new HeveliusException(
            Category.UNAVAILABLE,
            "the answer of zfs can't be understood: "
                + line.substring(0, Math.min(80, line.length())),
            "nothing was changed");
      }
      all.computeIfAbsent(line.substring(0, name), n -> new LinkedHashMap<>())
          .put(
              line.substring(name + 1, property),
              new Value(line.substring(property + 1, value), line.substring(value + 1)));
    }
    List<Listed> listed = new ArrayList<>();
    all.forEach((name, values) -> listed.add(new Listed(name, Map.copyOf(values))));
    return listed;
  }

  boolean isSnapshot() {
    return name.indexOf('@') >= 0;
  }

  /** The dataset of a snapshot or bookmark, or itself. */
  String dataset() {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  /** A value; empty when there is none. */
  String text(String property) {
    Value value = values.get(property);
    return value == null || value.text().equals(NONE) ? "" : value.text();
  }

  /** A value that was set on exactly this and isn't inherited; empty when there is none. */
  String own(String property) {
    Value value = values.get(property);
    return value == null || !value.isOwn() ? "" : value.text();
  }

  boolean isOwn(String property) {
    Value value = values.get(property);
    return value != null && value.isOwn();
  }

  /** A number; 0 when there is none, and at most the largest that Java has. */
  long number(String property) {
    String text = text(property);
    if (text.isEmpty() || text.equals("none")) {
      return 0;
    }
    try {
      long number = Long.parseUnsignedLong(text);
      return number < 0 ? Long.MAX_VALUE : number;
    } catch (NumberFormatException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the property %s of %s is \"%s\" and no number".formatted(property, name, text),
          List.of("nothing was changed"),
          e);
    }
  }

  boolean yes(String property) {
    return text(property).equals("yes");
  }

  boolean isFileSystem() {
    return text("type").equals("filesystem");
  }
}
