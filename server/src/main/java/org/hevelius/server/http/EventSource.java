package org.hevelius.server.http;

/** Where server-sent events come from. */
@FunctionalInterface
public interface EventSource {
  /** One event. */
  record Event(long id, String name, Object value) {}

  /** Where they go. */
  interface Sink {
    /** Sends an event; false when the reader is gone. */
    boolean send(Event event);

    /** Sends a comment that keeps the connection alive; false when the reader is gone. */
    boolean heartbeat();
  }

  /** Sends events until there are no more or the reader is gone. Runs in a thread of its own. */
  void run(Sink sink) throws InterruptedException;
}
