package org.hevelius.simulator.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.files.UsageCache;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Records;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** The one cluster, whose space is that of the file system below the root. */
public final class Clusters extends Records {
  /** The version that it says to have. */
  public static final String VERSION = "5.5.0.0.0";

  private static final double TERA = 1e12;

  private final Places places;
  private final UsageCache usage;

  /** The cluster of a store, with its nodes; made when it isn't there. */
  public Clusters(Store store, SimulatedClock clock, Places places, UsageCache usage) {
    super("clusters", store, clock);
    this.places = places;
    this.usage = usage;
    store.run(this::furnish);
  }

  private void furnish() {
    if (!store.all(name).isEmpty()) {
      return;
    }
    String guid = UUID.randomUUID().toString();
    store.put(
        name,
        Json.object()
            .put("id", 1)
            .put("guid", guid)
            .put("name", "simulator")
            .put("psnt", "SIM" + guid.substring(0, 8).toUpperCase(Locale.ROOT))
            .put("sw_version", VERSION)
            .put("build", "stand-in")
            .put("state", "ONLINE")
            .put("leader_state", "UP")
            .put("enabled", true)
            .put("enable_trash", true)
            .put("ip", "127.0.0.1")
            .put("mgmt_vip", "127.0.0.1"));
    for (int i = 1; i <= 4; i++) {
      node("cnodes", "cnode-" + i, "11.0.0." + i).put("is_mgmt", i == 1);
    }
    for (int i = 1; i <= 2; i++) {
      node("dnodes", "dnode-" + i, "11.0.1." + i);
    }
    box("cboxes", "cbox-1");
    box("dboxes", "dbox-1");
    address();
    store.put(
        "versions",
        Json.object()
            .put("id", 1)
            .put("guid", UUID.randomUUID().toString())
            .put("name", VERSION)
            .put("sys_version", VERSION)
            .put("build", "stand-in")
            .put("os_version", "none")
            .put("status", "success")
            .put("created", clock.instant().toString()));
    store.put(
        "vippools",
        Json.object()
            .put("id", 1)
            .put("guid", UUID.randomUUID().toString())
            .put("name", "vippool-1")
            .put("role", "PROTOCOLS")
            .put("state", "ACTIVE")
            .put("enabled", true)
            .put("start_ip", "127.0.0.1")
            .put("end_ip", "127.0.0.1")
            .put("subnet_cidr", 8)
            .set("ip_ranges", Json.array().add(Json.array().add("127.0.0.1").add("127.0.0.1"))));
  }

  private void address() {
    store.put(
        "vips",
        Json.object()
            .put("id", 1)
            .put("guid", UUID.randomUUID().toString())
            .put("name", "vip-1")
            .put("ip", "127.0.0.1")
            .put("vippool", "vippool-1")
            .put("cnode", "cnode-1"));
  }

  private void box(String collection, String hardware) {
    store.put(
        collection,
        Json.object()
            .put("id", 1)
            .put("guid", UUID.randomUUID().toString())
            .put("name", hardware)
            .put("state", "ACTIVE")
            .put("cluster_id", 1));
  }

  private ObjectNode node(String collection, String hostname, String ip) {
    ObjectNode made =
        Json.object()
            .put("id", store.nextId(collection))
            .put("guid", UUID.randomUUID().toString())
            .put("name", hostname)
            .put("hostname", hostname)
            .put("ip", ip)
            .put("ip1", ip)
            .put("state", "ACTIVE")
            .put("display_state", "ACTIVE")
            .put("enabled", true)
            .put("cluster_id", 1)
            .put("build", "stand-in")
            .put("os_version", "none");
    store.put(collection, made);
    return made;
  }

  /** The space of the file system, what is used of it by files, and what snapshots take. */
  record Space(long total, long free, long used, long snapshots) {}

  Space space() {
    Path data = places.namespace(1);
    try {
      FileStore disk = Files.getFileStore(data);
      Trees.Usage live = usage.of(data);
      long snapshots =
          store.locked(
              () ->
                  store.all("snapshots").stream()
                      .mapToLong(kept -> Json.number(kept, "unique_phys_estimation"))
                      .sum());
      return new Space(disk.getTotalSpace(), disk.getUsableSpace(), live.bytes(), snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected ObjectNode shown(ObjectNode kept, Caller caller) {
    Space space = space();
    ObjectNode shown = super.shown(kept, caller);
    return shown
        .put("logical_space", space.total())
        .put("logical_space_tb", space.total() / TERA)
        .put("physical_space", space.total())
        .put("physical_space_tb", space.total() / TERA)
        .put("usable_capacity_bytes", space.total())
        .put("usable_capacity_tb", space.total() / TERA)
        .put("free_logical_space", space.free())
        .put("free_logical_space_tb", space.free() / TERA)
        .put("free_physical_space", space.free())
        .put("free_physical_space_tb", space.free() / TERA)
        .put("free_usable_capacity", space.free())
        .put("free_usable_capacity_tb", space.free() / TERA)
        .put("logical_space_in_use", space.used())
        .put("logical_space_in_use_tb", space.used() / TERA)
        .put("logical_space_in_use_percent", space.used() * 100.0 / Math.max(1, space.total()))
        .put("physical_space_in_use", space.used() + space.snapshots())
        .put("physical_space_in_use_tb", (space.used() + space.snapshots()) / TERA)
        .put(
            "physical_space_in_use_percent",
            (space.used() + space.snapshots()) * 100.0 / Math.max(1, space.total()))
        .put("auxiliary_space_in_use", space.snapshots())
        .put("auxiliary_space_in_use_tb", space.snapshots() / TERA)
        .put("drr", 1.0)
        .put("drr_text", "1:1");
  }
}
