package org.hevelius.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Password;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a user's password comes from: a file or the keyboard, never the command line. */
final class PasswordOptions {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "take the password from this file (first line)")
  @Nullable Path file;

  @Option(names = "--no-password", description = "no password: the user works by tokens only")
  boolean none;

  /** Refuses two answers to one question. */
  void check(boolean asked) {
    if ((file != null ? 1 : 0) + (none ? 1 : 0) + (asked ? 1 : 0) > 1) {
      throw new HeveliusException(
          Category.INVALID, "more than one option says where the password comes from");
    }
  }

  /** The password of the file; null without a file. */
  @Nullable Password fromFile(Session session) {
    Path given = file;
    if (given == null) {
      return null;
    }
    Path path = session.workingDirectory().resolve(given).normalize();
    try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      char[] start = new char[Password.LONGEST + 2];
      int length = 0;
      for (int read = 0; read >= 0 && length < start.length; length += Math.max(read, 0)) {
        read = reader.read(start, length, start.length - length);
      }
      return Password.chosen(new String(start, 0, length).split("\r?\n", 2)[0]);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "the password file " + path + " can't be read: " + e.getMessage(),
          List.of("nothing was changed"),
          e);
    }
  }

  /**
   * The password that somebody types, twice, without its being shown.
   *
   * @throws HeveliusException REFUSED when nobody can type
   */
  static Password typed(Session session, String name) {
    Console console = session.console();
    String first = console.hidden("Password for " + name + ": ").orElseThrow(PasswordOptions::deaf);
    Password password = Password.chosen(first);
    String again = console.hidden("Once more: ").orElseThrow(PasswordOptions::deaf);
    if (!first.equals(again)) {
      throw new HeveliusException(
          Category.INVALID, "the two passwords differ", "nothing was changed; try again");
    }
    return password;
  }

  private static HeveliusException deaf() {
    return new HeveliusException(
        Category.REFUSED,
        "a password is needed, and there is no terminal to type it on",
        "nothing was changed",
        "take it from a file: --password-file FILE; or have none: --no-password");
  }
}
