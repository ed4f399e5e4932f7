package org.hevelius.core.json;

import java.util.function.Consumer;

/** A JSON array that is written element by element, however many there are. */
public final class JsonArray implements AutoCloseable {
  private final Consumer<String> out;
  private boolean empty = true;

  /** Begins the array. */
  public JsonArray(Consumer<String> out) {
    this.out = out;
    out.accept("[");
  }

  /** Writes one element on a line of its own. */
  public void add(Object record) {
    out.accept((empty ? "\n" : ",\n") + JsonOutput.line(record).stripTrailing());
    empty = false;
  }

  /** Ends the array. */
  @Override
  public void close() {
    out.accept(empty ? "]\n" : "\n]\n");
  }
}
