package org.hevelius.core.secret;

import java.util.List;
import java.util.Set;
import org.hevelius.core.yaml.Yaml;

/** Reads where a secret stands. One that is written out is refused, and not repeated. */
public final class SecretReader {
  private static final Set<String> REFERENCES = Set.of("file", "env", "command");

  private SecretReader() {}

  /**
   * The place that a value names.
   *
   * @throws org.hevelius.core.HeveliusException INVALID with the position
   */
  public static SecretRef read(Yaml value) {
    if (!(value instanceof Yaml.Fields fields)) {
      throw value
          .position()
          .refused(
              "a secret is not written here",
              "say where it stands: {file: PATH}, {env: VARIABLE} or {command: [PROGRAM, ...]}");
    }
    fields.only(REFERENCES);
    if (fields.fields().size() != 1) {
      throw fields.position().refused("a secret stands in one place: file, env or command");
    }
    Yaml.Field only = fields.fields().values().iterator().next();
    return switch (only.key()) {
      case "file" -> new SecretRef.OfFile(only.value().line());
      case "env" -> new SecretRef.OfVariable(only.value().line());
      default -> {
        List<String> command = only.value().items().stream().map(Yaml::line).toList();
        if (command.isEmpty()) {
          throw only.position().refused("the program is missing");
        }
        yield new SecretRef.OfCommand(command);
      }
    };
  }
}
