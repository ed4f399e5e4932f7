package org.hevelius.simulator.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mechanism that keeps indestructible snapshots. It is unlocked for an hour with a token that
 * the system makes and one that support answers; here support always answers the same.
 */
public final class Indestructibility extends Resource {
  private static final Duration OPEN = Duration.ofMinutes(60);

  private final Settings settings;
  private final String password;

  /** The mechanism, with the password that a token takes. */
  public Indestructibility(Store store, SimulatedClock clock, Settings settings, String password) {
    super("indestructibility", store, clock);
    this.settings = settings;
    this.password = password;
    if (store.find(name, 1).isEmpty()) {
      store.put(
          name,
          Json.object()
              .put("id", 1)
              .put("name", "indestructibility")
              .put("guid", UUID.randomUUID().toString())
              .put("passwd_delay", "1d"));
    }
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of(
        "",
        Set.of("GET"),
        "id",
        Set.of("GET"),
        "id/generate_token",
        Set.of("PATCH"),
        "id/unlock",
        Set.of("PATCH"));
  }

  private boolean isLocked() {
    String until = Json.string(store.get(name, 1), "unlock_system_time");
    return until.isEmpty() || !clock.instant().isBefore(Instant.parse(until));
  }

  /**
   * Holds that the mechanism is unlocked.
   *
   * @throws Refusal 400
   */
  public void needUnlocked(String what) {
    if (isLocked()) {
      throw Refusal.detail(
          400, what + " is indestructible. The indestructibility mechanism is locked.");
    }
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    return super.shown(kept, caller).put("is_locked", isLocked());
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode kept = store.get(name, id);
          switch (action) {
            case "generate_token" -> {
              if (!Json.string(body, "indestructibility_passwd").equals(password)) {
                throw Refusal.detail(403, "Wrong indestructibility password.");
              }
              kept.put("token", UUID.randomUUID().toString())
                  .put("token_time", clock.instant().plus(OPEN).toString());
            }
            case "unlock" -> {
              if (!Json.has(kept, "token")
                  || !Json.string(body, "challenge_token")
                      .equals(settings.text("challenge_token"))) {
                throw Refusal.detail(403, "Wrong challenge token.");
              }
              kept.putNull("token")
                  .put("unlock_system_time", clock.instant().plus(OPEN).toString());
            }
            default -> throw Refusal.notFound();
          }
          store.put(name, kept);
          return Outcome.ok(shown(kept, caller));
        });
  }
}
