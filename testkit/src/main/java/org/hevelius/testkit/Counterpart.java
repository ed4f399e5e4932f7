package org.hevelius.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Real programs and rights that a test needs. Where one is missing, the test is skipped with a
 * printed reason; where {@code HEVELIUS_REQUIRE_COUNTERPARTS} is {@code true}, as in CI, it fails
 * instead.
 */
public final class Counterpart {
  private Counterpart() {}

  /** The path of a program, or the test ends here. */
  public static Path program(String name) {
    Optional<Path> found = find(name);
    need(found.isPresent(), "the program " + name + " is not installed");
    return found.orElseThrow();
  }

  /** Ends the test unless it runs as root. */
  public static void root() {
    need("root".equals(System.getProperty("user.name")), "this test needs root");
  }

  /** Ends the test unless the condition holds. */
  public static void need(boolean condition, String reason) {
    if (condition) {
      return;
    }
    if ("true".equals(System.getenv("HEVELIUS_REQUIRE_COUNTERPARTS"))) {
      Assertions.fail("required here, but " + reason);
    }
    System.out.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }

  static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
