package org.hevelius.core.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes lines for operators, from several threads. Never fails. What is a plain text, as a {@link
 * Consumer} takes it, is a warning.
 */
@FunctionalInterface
public interface Log extends Consumer<String> {
  /** How much a line matters. */
  enum Level {
    /** Good to know. */
    INFO,
    /** Should be looked at. */
    WARNING,
    /** Something that should have been done was not. */
    ERROR
  }

  /**
   * A line.
   *
   * @param logger the part of the program that says it
   * @param message for people; never a secret
   * @param about what it is about, such as {@code dataset}, {@code run} and {@code request}
   */
  record Entry(Level level, String logger, String message, Map<String, String> about) {
    /** Copies the map and keeps its order. */
    public Entry {
      about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    }
  }

  /** Takes a line. */
  void write(Entry entry);

  @Override
  default void accept(String message) {
    write(new Entry(Level.WARNING, "service", message, Map.of()));
  }

  /** The same log for another part of the program. */
  default Log named(String logger) {
    return entry -> write(new Entry(entry.level(), logger, entry.message(), entry.about()));
  }
}
