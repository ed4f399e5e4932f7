package org.hevelius.core.secret;

import java.util.List;

/** Where a secret stands. The secret itself is never part of a configuration. */
public sealed interface SecretRef {
  /**
   * The first line of a file.
   *
   * @param path relative to the home unless absolute
   */
  record OfFile(String path) implements SecretRef {}

  /** A variable of the environment. */
  record OfVariable(String name) implements SecretRef {}

  /**
   * The first line that a program prints.
   *
   * @param command the program and its arguments
   */
  record OfCommand(List<String> command) implements SecretRef {
    /** Copies the list. */
    public OfCommand {
      command = List.copyOf(command);
    }
  }

  /** No secret: the text itself. */
  record Plain(String text) implements SecretRef {}
}
