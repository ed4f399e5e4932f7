package org.hevelius.catalog.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * One step of a layout: the statements of a resource such as {@code catalog-001.sql}, separated by
 * empty lines.
 */
public record Script(List<String> statements) {
  /** Takes its own copy. */
  public Script {
    statements = List.copyOf(statements);
  }

  /**
   * Reads a step.
   *
   * @param room a class of the package where the resource lies
   * @param what what the database is, such as "file index"
   * @param step its number
   */
  public static Script read(Class<?> room, String what, long step) {
    String name = "%s-%03d.sql".formatted(what.replace(' ', '-'), step);
    try (InputStream script = room.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException("the program lacks its resource " + name);
      }
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      return new Script(Stream.of(text.split("\n\\s*\n", -1)).filter(Script::says).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean says(String statement) {
    return !statement.lines().allMatch(line -> line.isBlank() || line.startsWith("--"));
  }

  /** Runs its statements in the caller's transaction. */
  public void run(Session session) throws SQLException {
    for (String statement : statements) {
      session.execute(statement);
    }
  }
}
