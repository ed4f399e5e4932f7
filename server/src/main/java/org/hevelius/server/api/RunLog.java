package org.hevelius.server.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hevelius.server.http.EventSource;
import org.hevelius.server.http.EventSource.Event;

/**
 * The events of one run, the newest ones: what readers that come late or come back still get. A
 * reader asks for what comes after the event that it has, so that a slow one costs no memory.
 */
final class RunLog {
  /** How many events are kept. */
  static final int KEPT = 256;

  /** How long nothing may come before a reader is told that the run is still there. */
  static final long HEARTBEAT_MILLIS = 15_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Event> events = new ArrayDeque<>();
  private long last;
  private boolean ended;

  void add(String name, Object value) {
    add(name, value, false);
  }

  /** Adds the last event. */
  void end(String name, Object value) {
    add(name, value, true);
  }

  private void add(String name, Object value, boolean end) {
    lock.lock();
    try {
      if (!ended) {
        events.addLast(new Event(++last, name, value));
        if (events.size() > KEPT) {
          var _ = events.removeFirst();
        }
        ended = end;
        more.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What comes after an event, as soon as there is something; empty when nothing came in time. */
  private List<Event> after(long id) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS);
      while (last <= id && !ended && left > 0) {
        left = more.awaitNanos(left);
      }
      return events.stream().filter(event -> event.id() > id).toList();
    } finally {
      lock.unlock();
    }
  }

  private boolean over(long id) {
    lock.lock();
    try {
      return ended && last <= id;
    } finally {
      lock.unlock();
    }
  }

  /** The events after the one of this id, to the end of the run. */
  EventSource from(long id) {
    return sink -> {
      long seen = id;
      while (!over(seen)) {
        List<Event> next = after(seen);
        if (next.isEmpty() && !over(seen) && !sink.heartbeat()) {
          return;
        }
        for (Event event : next) {
          if (!sink.send(event)) {
            return;
          }
          seen = event.id();
        }
      }
    };
  }
}
