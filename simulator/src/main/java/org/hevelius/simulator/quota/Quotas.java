package org.hevelius.simulator.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.event.Events.Severity;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.files.UsageCache;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/**
 * Quotas. What a directory uses is counted on the real one; nothing keeps those from writing who
 * write to it.
 */
public final class Quotas extends Resource {
  private static final String ALARM = "Quota exceeded";
  private static final int DEEPEST = 16;

  private final Fields fields =
      Fields.of(
          "quotas",
          "name! text",
          "path!~ text",
          "hard_limit integer",
          "soft_limit integer",
          "hard_limit_inodes integer",
          "soft_limit_inodes integer",
          "grace_period text \"7d\"",
          "create_dir flag",
          "tenant_id~ integer",
          "enable_alarms flag false",
          "is_user_quota flag false");

  private final Places places;
  private final UsageCache usage;
  private final Events events;

  /** The quotas of a store. */
  public Quotas(Store store, SimulatedClock clock, Places places, UsageCache usage, Events events) {
    super("quotas", store, clock);
    this.places = places;
    this.usage = usage;
    this.events = events;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of(
        "",
        Set.of("GET", "POST"),
        "id",
        Set.of("GET", "PATCH", "DELETE"),
        "id/reset_grace_period",
        Set.of("PATCH"),
        "recalc",
        Set.of("PATCH"));
  }

  private Trees.Usage usage(ObjectNode kept) {
    return usage.of(
        places.real(Json.number(kept, "tenant_id"), new ElementPath(Json.string(kept, "path"))));
  }

  /** The state of a quota, with since when a soft limit is exceeded kept beside it. */
  private String state(ObjectNode kept, Trees.Usage used) {
    boolean hard = exceeds(kept, "hard_limit", used.bytes());
    boolean hardInodes = exceeds(kept, "hard_limit_inodes", used.inodes());
    boolean soft = exceeds(kept, "soft_limit", used.bytes());
    boolean softInodes = exceeds(kept, "soft_limit_inodes", used.inodes());
    if (hard || hardInodes) {
      return hard && hardInodes
          ? "HARD_BOTH_EXCEEDED"
          : hard ? "HARD_EXCEEDED" : "INODE_HARD_EXCEEDED";
    }
    if (!soft && !softInodes) {
      return "OK";
    }
    if (Json.has(kept, "_soft_since") && !clock.instant().isBefore(blocks(kept))) {
      return "GRACE_EXPIRED";
    }
    return soft && softInodes
        ? "SOFT_BOTH_EXCEEDED"
        : soft ? "SOFT_EXCEEDED" : "INODE_SOFT_EXCEEDED";
  }

  private static boolean exceeds(ObjectNode kept, String field, long used) {
    long limit = Json.number(kept, field);
    // At the hard limit nothing more can be written.
    return limit > 0 && (field.startsWith("hard") ? used >= limit : used > limit);
  }

  private Instant blocks(ObjectNode kept) {
    Duration grace = Spans.span(Json.string(kept, "grace_period")).orElse(Duration.ofDays(7));
    return Instant.parse(Json.string(kept, "_soft_since")).plus(grace);
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    Trees.Usage used = usage(kept);
    String state = state(kept, used);
    ObjectNode shown =
        super.shown(kept, caller)
            .put("used_capacity", used.bytes())
            .put("used_effective_capacity", used.bytes())
            .put("used_limited_capacity", used.bytes())
            .put("used_capacity_tb", used.bytes() / 1e12)
            .put("used_effective_capacity_tb", used.bytes() / 1e12)
            .put("used_inodes", used.inodes())
            .put("percent_capacity", percent(used.bytes(), Json.number(kept, "hard_limit")))
            .put("percent_inodes", percent(used.inodes(), Json.number(kept, "hard_limit_inodes")))
            .put("state", state)
            .put("pretty_state", state)
            .put("pretty_grace_period", Json.string(kept, "grace_period"))
            .put("system_id", Json.number(kept, "id"));
    if (state.contains("SOFT") && Json.has(kept, "_soft_since")) {
      Duration left = Duration.between(clock.instant(), blocks(kept));
      shown.put("time_to_block", left.toString());
    }
    return shown;
  }

  private static long percent(long used, long limit) {
    return limit == 0 ? 0 : used * 100 / limit;
  }

  private void check(ObjectNode made) {
    needUnique("name", made, true);
    needUnique("path", made, true);
    needs("tenants", "tenant_id", made);
    for (String unit : List.of("", "_inodes")) {
      long soft = Json.number(made, "soft_limit" + unit);
      long hard = Json.number(made, "hard_limit" + unit);
      if (soft < 0 || hard < 0) {
        throw Refusal.field(
            "hard_limit" + unit, "Ensure this value is greater than or equal to 0.");
      }
      if (soft > 0 && hard > 0 && soft > hard) {
        throw Refusal.detail(400, "soft limit must not be larger than the hard limit");
      }
    }
    if (Spans.span(Json.string(made, "grace_period")).isEmpty()) {
      throw Refusal.field("grace_period", "Invalid time format.");
    }
    ElementPath path = new ElementPath(Json.string(made, "path"));
    long above =
        store.all(name).stream()
            .filter(
                other ->
                    Json.number(other, "tenant_id") == Json.number(made, "tenant_id")
                        && new ElementPath(Json.string(other, "path")).contains(path))
            .count();
    if (above >= DEEPEST) {
      throw Refusal.detail(400, "quotas can be nested " + DEEPEST + " levels deep at most");
    }
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode made = identified(fields.created(body));
          ElementPath path = ElementPath.parse("path", Json.string(made, "path"));
          made.put("path", path.text()).put("tenant_id", caller.tenantOf(body));
          check(made);
          if (Json.flag(made, "create_dir")) {
            places.make(Json.number(made, "tenant_id"), path);
          }
          places.directory(Json.number(made, "tenant_id"), path);
          made.put("cluster_id", 1).put("internal", false).put("sync_state", "SYNCHRONIZED");
          made.put("_state", "OK");
          store.put(name, made);
          events.changed("CREATED", "Quota", made);
          return Outcome.created(shown(watched(made), caller));
        });
  }

  @Override
  public Outcome update(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          one(id, caller);
          ObjectNode made = fields.updated(store.get(name, id), body);
          check(made);
          store.put(name, made);
          events.changed("MODIFIED", "Quota", made);
          return Outcome.ok(shown(watched(made), caller));
        });
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          one(id, caller);
          ObjectNode kept = store.get(name, id);
          store.remove(name, id);
          events.changed("DELETED", "Quota", kept);
          events.settled(ALARM, kept);
          return Outcome.nothing();
        });
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    if (!action.equals("reset_grace_period")) {
      throw Refusal.notFound();
    }
    return store.locked(
        () -> {
          ObjectNode kept = store.get(name, id);
          if (Json.has(kept, "_soft_since")) {
            store.put(name, kept.put("_soft_since", clock.instant().toString()));
          }
          return Outcome.nothing();
        });
  }

  @Override
  public Outcome word(String method, String word, ObjectNode body, Query query, Caller caller) {
    if (!word.equals("recalc") || !method.equals("PATCH")) {
      throw Refusal.notFound();
    }
    usage.clear();
    watch();
    return Outcome.nothing();
  }

  /** Looks whether a state has changed, and says so in events and alarms. */
  public void watch() {
    store.run(() -> List.copyOf(store.all(name)).forEach(kept -> watched(kept.deepCopy())));
  }

  private ObjectNode watched(ObjectNode kept) {
    Trees.Usage used = usage(kept);
    boolean soft =
        exceeds(kept, "soft_limit", used.bytes())
            || exceeds(kept, "soft_limit_inodes", used.inodes());
    if (soft != Json.has(kept, "_soft_since")) {
      if (soft) {
        kept.put("_soft_since", clock.instant().toString());
      } else {
        kept.remove("_soft_since");
      }
      store.put(name, kept);
    }
    String state = state(kept, used);
    if (!state.equals(Json.string(kept, "_state"))) {
      kept.put("_state", state);
      store.put(name, kept);
      told(kept, state);
    }
    return kept;
  }

  private void told(ObjectNode kept, String state) {
    boolean ok = state.equals("OK");
    Severity severity =
        ok ? Severity.INFO : state.contains("SOFT") ? Severity.MINOR : Severity.MAJOR;
    events.happened(
        "QUOTA_STATE",
        ok ? "Quota within its limits" : ALARM,
        "Quota %s on %s is %s"
            .formatted(Json.string(kept, "name"), Json.string(kept, "path"), state),
        severity,
        "Quota",
        kept);
    if (ok) {
      events.settled(ALARM, kept);
    }
  }
}
