package org.hevelius.app.cli;

/** A JSON array that is printed element by element, however many there are. */
final class JsonArray implements AutoCloseable {
  private final Console console;
  private boolean empty = true;

  /** Begins the array. */
  JsonArray(Console console) {
    this.console = console;
    console.raw("[");
  }

  /** Prints one element on a line of its own. */
  void add(Object record) {
    console.raw((empty ? "\n" : ",\n") + JsonOutput.line(record).stripTrailing());
    empty = false;
  }

  /** Ends the array. */
  @Override
  public void close() {
    console.raw(empty ? "]\n" : "\n]\n");
  }
}
