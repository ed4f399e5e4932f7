package org.hevelius.simulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status 0 breaks the connection instead
 * @param length of what is written
 */
public record Answer(int status, Map<String, String> headers, long length, Writer writer) {
  /** Breaks the connection. */
  public static final Answer NONE = new Answer(0, Map.of(), 0, _ -> {});

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all of it. */
    void write(OutputStream out) throws IOException;
  }

  /** Copies the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), 0, _ -> {});
  }

  /** A text of some type. */
  public static Answer text(int status, String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Answer(status, Map.of("Content-Type", type), bytes.length, out -> out.write(bytes));
  }

  /** The same with one header more. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, length, writer);
  }
}
