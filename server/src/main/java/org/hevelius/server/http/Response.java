package org.hevelius.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param headers in the order in which they are sent; a name may stand several times
 */
public record Response(int status, List<Header> headers, Body body) {

  /** A line of the head. */
  public record Header(String name, String value) {}

  /** What follows the head. */
  public sealed interface Body {}

  /** Nothing. */
  public record Nothing() implements Body {}

  /** A record, written as JSON. */
  public record Document(Object value) implements Body {}

  /**
   * Bytes, closed when they are sent.
   *
   * @param length how many; -1 when it isn't known
   */
  public record Bytes(String type, InputStream content, long length) implements Body {}

  /** Text or anything else that is written bit by bit. */
  public record Stream(String type, Writer writer) implements Body {}

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all of it; a failure breaks the connection, so that nobody takes a part for all. */
    void write(OutputStream out) throws IOException;
  }

  /** Server-sent events, for as long as the source has any. */
  public record Events(EventSource source) implements Body {}

  /** Copies the list. */
  public Response {
    headers = List.copyOf(headers);
  }

  /** A record with status 200. */
  public static Response ok(Object value) {
    return of(200, value);
  }

  /** A record. */
  public static Response of(int status, Object value) {
    return new Response(status, List.of(), new Document(value));
  }

  /** Status 204. */
  public static Response nothing() {
    return new Response(204, List.of(), new Nothing());
  }

  /** The same with one header more. */
  public Response with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Response(status, more, body);
  }
}
