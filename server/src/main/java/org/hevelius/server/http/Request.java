package org.hevelius.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A request as handlers see it.
 *
 * @param id names it in answers and logs
 * @param method in upper case
 * @param path decoded, without the query
 * @param parameters the variable parts of the path, decoded
 * @param query decoded values by name, in the order in which they were given
 * @param headers values by name in lower case; cookies stand in {@code cookies} only
 * @param remoteAddress the address of the other end of the connection
 * @param secure whether it came over TLS
 * @param body read when it is asked for
 */
public record Request(
    String id,
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Map<String, String> cookies,
    String remoteAddress,
    boolean secure,
    Body body) {

  /** The content of a request. */
  @FunctionalInterface
  public interface Body {
    /**
     * All of it.
     *
     * @throws HeveliusException INVALID if it is larger than the service takes
     */
    byte[] read();
  }

  /** Copies the maps. */
  public Request {
    parameters = Map.copyOf(parameters);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    cookies = Map.copyOf(cookies);
  }

  /**
   * A variable part of the path.
   *
   * @throws IllegalArgumentException if the route has none of that name
   */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no part {" + name + "}");
    }
    return value;
  }

  /**
   * A value of the query that can be given once.
   *
   * @throws HeveliusException INVALID if it was given more than once
   */
  public Optional<String> query(String name) {
    List<String> values = queries(name);
    if (values.size() > 1) {
      throw new HeveliusException(
          Category.INVALID, "\"" + name + "\" is given more than once", "give it once");
    }
    return values.stream().findFirst();
  }

  /** All values of the query with this name. */
  public List<String> queries(String name) {
    return query.getOrDefault(name, List.of());
  }

  /** A header, whatever its case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A cookie. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }
}
