package org.hevelius.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Faults that wait for the requests and tasks which they hit. They are forgotten when the stand-in
 * ends.
 */
public final class Faults {
  /** What a fault does. */
  public enum Kind {
    /** Answers with a status instead of doing it. */
    STATUS,
    /** Does it, and answers with a status that says otherwise. */
    STATUS_AFTER,
    /** Breaks the connection instead of doing it. */
    DROP,
    /** Does it, and breaks the connection without an answer. */
    LOSE_ANSWER,
    /** Waits before doing it. */
    DELAY,
    /** Lets a task fail. */
    FAIL_TASK,
    /** Lets a task run for ever. */
    STALL_TASK
  }

  /** One fault: how often it still hits, and how many it lets pass first. */
  private static final class Fault {
    final Kind kind;
    final ObjectNode told;
    final String method;
    final Pattern path;
    long left;
    long skip;

    Fault(Kind kind, ObjectNode told, String method, Pattern path) {
      this.kind = kind;
      this.told = told;
      this.method = method;
      this.path = path;
      this.left = told.path("count").asLong(1);
      this.skip = told.path("skip").asLong(0);
    }
  }

  /**
   * A fault that hits now.
   *
   * @param status of the answer
   * @param body of the answer
   * @param millis to wait
   * @param message of the task
   */
  public record Hit(Kind kind, int status, JsonNode body, long millis, String message) {}

  private final List<Fault> waiting = new ArrayList<>();

  /**
   * Adds one: {@code kind}, and as wanted {@code method} and {@code path} (a regular expression
   * that is found in the path, or in the name of the task), {@code count}, {@code skip}, {@code
   * status}, {@code body}, {@code millis}, {@code message}.
   */
  public synchronized ArrayNode add(ObjectNode told) {
    Kind kind = kind(Json.string(told, "kind"));
    try {
      waiting.add(
          new Fault(
              kind, told, Json.string(told, "method"), Pattern.compile(Json.string(told, "path"))));
    } catch (PatternSyntaxException e) {
      throw Refusal.field("path", "Not a regular expression.");
    }
    return all();
  }

  private static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equalsIgnoreCase(text.replace('-', '_'))) {
        return kind;
      }
    }
    throw Refusal.field("kind", "One of " + List.of(Kind.values()) + " is needed.");
  }

  /** Those that still wait. */
  public synchronized ArrayNode all() {
    ArrayNode all = Json.array();
    waiting.forEach(
        fault -> all.add(fault.told.deepCopy().put("count", fault.left).put("skip", fault.skip)));
    return all;
  }

  /** Forgets all. */
  public synchronized void clear() {
    waiting.clear();
  }

  /** The first that hits a request, or a task by its name; it has hit once more. */
  public synchronized Optional<Hit> hit(Set<Kind> kinds, String method, String path) {
    for (Fault fault : List.copyOf(waiting)) {
      if (kinds.contains(fault.kind)
          && (fault.method.isEmpty() || fault.method.equalsIgnoreCase(method))
          && fault.path.matcher(path).find()) {
        if (fault.skip > 0) {
          fault.skip--;
          continue;
        }
        fault.left--;
        if (fault.left <= 0) {
          waiting.remove(fault);
        }
        return Optional.of(of(fault));
      }
    }
    return Optional.empty();
  }

  private static Hit of(Fault fault) {
    int status = (int) fault.told.path("status").asLong(503);
    JsonNode body = fault.told.path("body");
    return new Hit(
        fault.kind,
        status,
        body.isMissingNode() ? Json.object().put("detail", "Service unavailable") : body,
        fault.told.path("millis").asLong(0),
        fault.told.path("message").asString("the stand-in was told to fail this task"));
  }
}
