package org.hevelius.simulator.view;

import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Records;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** View policies; two are there from the beginning. */
public final class ViewPolicies extends Records {
  /** The collection. */
  private static final String NAME = "viewpolicies";

  /** The policies of a store. */
  public ViewPolicies(Store store, SimulatedClock clock) {
    super(
        NAME,
        store,
        clock,
        Fields.of(
            NAME,
            "name! text",
            "flavor text \"NFS\"",
            "nfs_read_write list [\"*\"]",
            "nfs_read_only list []",
            "nfs_root_squash list []",
            "nfs_no_squash list [\"*\"]",
            "nfs_all_squash list []",
            "s3_read_write list [\"*\"]",
            "s3_read_only list []",
            "smb_read_write list [\"*\"]",
            "smb_read_only list []",
            "trash_access list []",
            "enable_access_to_snapshot_dir_in_subdirs flag true",
            "enable_visibility_of_snapshot_dir flag false",
            "enable_snapshot_lookup flag true",
            "enable_listing_of_snapshot_dir flag false",
            "auth_source text \"RPC_AND_PROVIDERS\"",
            "path_length text \"LCD\"",
            "allowed_characters text \"LCD\"",
            "tenant_id integer"));
    Caller first = new Caller("", null, "");
    if (store.all(NAME).isEmpty()) {
      create(Json.object().put("name", "default"), first);
      create(
          Json.object()
              .put("name", "s3_default_policy")
              .put("flavor", "S3_NATIVE")
              .put("is_s3_default_policy", true),
          first);
    }
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    long id = Json.number(kept, "id");
    return super.shown(kept, caller)
        .put("cluster_id", 1)
        .put(
            "count_views",
            store.all(Views.NAME).stream()
                .filter(view -> Json.number(view, "policy_id") == id)
                .count());
  }

  @Override
  protected void checkUnused(ObjectNode kept) {
    long id = Json.number(kept, "id");
    if (store.all(Views.NAME).stream().anyMatch(view -> Json.number(view, "policy_id") == id)) {
      throw Refusal.detail(400, "View policy " + Json.string(kept, "name") + " is in use.");
    }
  }
}
