package org.hevelius.simulator.view;

import java.util.List;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Records;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** Tenants, each with a namespace of its own; {@code default} is there from the beginning. */
public final class Tenants extends Records {
  private static final String NAME = "tenants";
  private static final List<String> OWNED =
      List.of("views", "snapshots", "quotas", "protectedpaths");

  private final Places places;

  /** The tenants of a store. */
  public Tenants(Store store, SimulatedClock clock, Places places) {
    super(
        NAME,
        store,
        clock,
        Fields.of(NAME, "name! text", "client_ip_ranges list []", "use_smb_native flag false"));
    this.places = places;
    if (store.all(NAME).isEmpty()) {
      create(Json.object().put("name", "default"), new Caller("", null, ""));
    }
  }

  /**
   * The number of a name.
   *
   * @throws Refusal 400 if there is none
   */
  public long named(String tenant) {
    return store.locked(
        () ->
            store.all(NAME).stream()
                .filter(kept -> Json.string(kept, "name").equals(tenant))
                .map(kept -> Json.number(kept, "id"))
                .findFirst()
                .orElseThrow(() -> Refusal.detail(400, "Tenant " + tenant + " does not exist.")));
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    Outcome made = super.create(body, caller);
    if (made.body() instanceof ObjectNode shown) {
      places.make(Json.number(shown, "id"), new ElementPath("/"));
    }
    return made;
  }

  @Override
  protected void checkUnused(ObjectNode kept) {
    long id = Json.number(kept, "id");
    boolean used =
        id == 1
            || OWNED.stream()
                .flatMap(collection -> store.all(collection).stream())
                .anyMatch(owned -> Json.number(owned, "tenant_id") == id);
    if (used) {
      throw Refusal.detail(400, "Tenant " + Json.string(kept, "name") + " is in use.");
    }
  }
}
