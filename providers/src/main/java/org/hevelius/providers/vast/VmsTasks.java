package org.hevelius.providers.vast;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import tools.jackson.databind.JsonNode;

/** Waits for what a management system does after it has answered. */
public final class VmsTasks {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Set<String> FAILED = Set.of("FAILED", "TIMEOUT", "PARTIALLY_COMPLETED");

  private final VmsClient client;
  private final Clock clock;
  private final Duration limit;

  /**
   * Waits for the tasks of a cluster.
   *
   * @param limit how long in all
   */
  public VmsTasks(VmsClient client, Clock clock, Duration limit) {
    this.client = client;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Waits for the task that an answer names; an answer without one is done already.
   *
   * @param what is waited for, as messages call it
   * @throws HeveliusException UNAVAILABLE when it failed or never ended, with its last message;
   *     CANCELED
   */
  public void await(String what, JsonNode answer, BooleanSupplier canceled) {
    String id = answer.path("async_task").path("id").asString("");
    if (!id.isEmpty()) {
      until(what, canceled, () -> ended(what, id));
    }
  }

  private boolean ended(String what, String id) {
    JsonNode task = client.get("vtasks/" + id);
    String state = task.path("state").asString("");
    if (FAILED.contains(state)) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s on %s ended %s: %s"
              .formatted(what, client.cluster().name(), state, lastMessage(task)));
    }
    return state.equals("COMPLETED");
  }

  private static String lastMessage(JsonNode task) {
    List<JsonNode> messages = task.path("messages").valueStream().toList();
    return messages.isEmpty() ? "without a word" : messages.getLast().asString("");
  }

  /**
   * Waits until something is so, asking ever less often.
   *
   * @throws HeveliusException UNAVAILABLE when it isn't so within the limit; CANCELED
   */
  public void until(String what, BooleanSupplier canceled, Supplier<Boolean> isSo) {
    Instant end = clock.instant().plus(limit);
    Duration waited = Duration.ZERO;
    Duration pause = FIRST;
    while (!isSo.get()) {
      if (canceled.getAsBoolean()) {
        throw new HeveliusException(Category.CANCELED, what + " was stopped");
      }
      // A clock that stands still must not let this wait for ever.
      if (!clock.instant().isBefore(end) || waited.compareTo(limit) >= 0) {
        throw new HeveliusException(
            Category.UNAVAILABLE,
            "%s on %s didn't end within %d s"
                .formatted(what, client.cluster().name(), limit.toSeconds()));
      }
      client.pause(pause);
      waited = waited.plus(pause);
      Duration next = Duration.ofMillis(pause.toMillis() * 5 / 4);
      pause = next.compareTo(LONGEST) > 0 ? LONGEST : next;
    }
  }
}
