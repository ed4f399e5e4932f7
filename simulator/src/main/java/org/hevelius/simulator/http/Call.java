package org.hevelius.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request.
 *
 * @param path as it was sent, with its escapes
 * @param rawQuery as it was sent; empty for none
 * @param headers by their names in lower case
 */
public record Call(
    String method, String path, String rawQuery, Map<String, String> headers, byte[] body) {
  /** Most that a request may bring. */
  static final int LARGEST_BODY = 4 << 20;

  /** A header; empty when it wasn't sent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The values of the query by their names. */
  public Map<String, List<String>> query() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return all;
  }

  /** A part of the query without its escapes; what is no escape stays. */
  public static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  /** The path without its escapes; a plus is a plus. */
  public String decodedPath() {
    return decoded(path.replace("+", "%2B"));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
