package org.hevelius.core.yaml;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A place in a text.
 *
 * @param file as it was named
 * @param line from 1
 * @param column in characters, from 1
 */
public record Position(String file, int line, int column) {
  /** What to throw for what can't be understood here. */
  public HeveliusException refused(String why, String... advice) {
    return new HeveliusException(Category.INVALID, this + ": " + why, advice);
  }

  /** What to throw for a value that can't be understood here. */
  public HeveliusException refused(HeveliusException why) {
    return new HeveliusException(
        Category.INVALID, this + ": " + why.getMessage(), List.copyOf(why.advice()), why);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
