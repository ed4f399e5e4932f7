package org.hevelius.core.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The templates that come with the program: resource {@code templates.yaml}. */
public final class Templates {
  private static final class Loaded {
    static final Map<String, Policy> ALL = load();
  }

  private Templates() {}

  /** All templates by their names, sorted. They have no scope. */
  public static Map<String, Policy> all() {
    return Loaded.ALL;
  }

  private static Map<String, Policy> load() {
    try (InputStream text = Templates.class.getResourceAsStream("templates.yaml")) {
      if (text == null) {
        throw new IllegalStateException("the program lacks its resource templates.yaml");
      }
      return PolicyReader.templates(
          "templates.yaml", new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
