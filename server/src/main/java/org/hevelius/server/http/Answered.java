package org.hevelius.server.http;

import java.time.Duration;

/**
 * A request that was answered.
 *
 * @param id names it in answers and logs
 * @param route the path with its variable parts as {@code {names}}; empty when there is none
 * @param path as it came, without the query
 * @param status of HTTP
 * @param took from its begin to the end of the answer
 * @param caller who asked; empty for nobody who is known
 * @param remote the address of the other end of the connection
 * @param stream whether the answer lasted as long as there were events to send
 */
public record Answered(
    String id,
    String method,
    String route,
    String path,
    int status,
    Duration took,
    String caller,
    String remote,
    boolean stream) {
  /** Is told of each request once it was answered. Must neither wait nor fail. */
  @FunctionalInterface
  public interface Watcher {
    /** Nobody wants to know. */
    Watcher NONE = _ -> {};

    /** Takes one. */
    void answered(Answered request);
  }
}
