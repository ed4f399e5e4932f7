package org.hevelius.simulator.vms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hevelius.simulator.access.ApiTokens;
import org.hevelius.simulator.access.Logins;
import org.hevelius.simulator.access.Users;
import org.hevelius.simulator.cluster.Capacity;
import org.hevelius.simulator.cluster.Clusters;
import org.hevelius.simulator.cluster.Monitors;
import org.hevelius.simulator.event.AlarmList;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.fault.Faults;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.files.UsageCache;
import org.hevelius.simulator.http.Answer;
import org.hevelius.simulator.http.Call;
import org.hevelius.simulator.protection.Policies;
import org.hevelius.simulator.protection.ProtectedPaths;
import org.hevelius.simulator.protection.Restores;
import org.hevelius.simulator.protection.Schedules;
import org.hevelius.simulator.quota.Quotas;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Records;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.snapshot.Indestructibility;
import org.hevelius.simulator.snapshot.SnapshotList;
import org.hevelius.simulator.snapshot.Snapshots;
import org.hevelius.simulator.snapshot.Streams;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.task.Tasks;
import org.hevelius.simulator.view.Folders;
import org.hevelius.simulator.view.Tenants;
import org.hevelius.simulator.view.ViewPolicies;
import org.hevelius.simulator.view.Views;

/** The management system: joins its resources and answers requests. */
public final class Vms implements AutoCloseable {
  private final Store store;
  private final Front front;
  private final Router router;
  private final Control control;
  private final Keeper keeper;
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  /**
   * Goes on where the state left off.
   *
   * @param log told of faults of the stand-in itself
   */
  public Vms(Places places, Store store, Logins.User user, Clock machine, Consumer<String> log) {
    this.store = store;
    SimulatedClock clock = new SimulatedClock(machine, store);
    Settings settings = new Settings(store);
    Faults faults = new Faults();
    Events events = new Events(store, clock);
    UsageCache usage = new UsageCache();
    ApiTokens apiTokens = new ApiTokens(user.name(), store, clock);
    Logins logins = new Logins(user, store, clock, settings, apiTokens);
    Clusters clusters = new Clusters(store, clock, places, usage);
    Tenants tenants = new Tenants(store, clock, places);
    Quotas quotas = new Quotas(store, clock, places, usage, events);
    Tasks tasks = new Tasks(store, clock, settings, faults, places);
    Snapshots snapshots = new Snapshots(store, places, events, settings, clock);
    Streams streams = new Streams(store, clock, places, tasks, snapshots, events);
    Indestructibility mechanism = new Indestructibility(store, clock, settings, user.password());
    Schedules schedules = new Schedules(store, clock, snapshots, events);
    Restores restores = new Restores(store, places, streams, tasks, events);
    clearStaging(places);
    Stream.of(
            clusters,
            tenants,
            quotas,
            tasks,
            streams,
            apiTokens,
            mechanism,
            new SnapshotList(store, clock, snapshots, mechanism, streams),
            new Policies(store, clock, mechanism, events),
            new ProtectedPaths(store, clock, places, mechanism, restores, schedules, tasks, events),
            new ViewPolicies(store, clock),
            new Views(store, clock, places, usage, events),
            new Folders(store, clock, places),
            new Users(store, clock),
            new Monitors(store, clock, clusters),
            new Capacity(store, clock, places, usage),
            new AlarmList(store, clock))
        .forEach(resource -> resources.put(resource.name(), resource));
    plain(clock);
    keeper = new Keeper(clock, List.of(tasks, snapshots, schedules), quotas::watch, log);
    front = new Front(faults, settings, log);
    router = new Router(resources, logins, tenants, settings);
    control = new Control(logins, clock, faults, settings, store, events, keeper, schedules);
  }

  /** What only waits in the store. */
  private void plain(SimulatedClock clock) {
    for (String name :
        List.of(
            "events",
            "eventdefinitions",
            "versions",
            "cnodes",
            "dnodes",
            "cboxes",
            "dboxes",
            "vips",
            "replicationstreams",
            "replicationrestorepoints")) {
      resources.put(name, new Records(name, store, clock));
    }
    Map.of(
            "vippools",
            List.of(
                "name! text", "ip_ranges list []", "role text \"PROTOCOLS\"", "enabled flag true"),
            "qospolicies",
            List.of(
                "name! text",
                "mode text \"STATIC\"",
                "policy_type text \"VIEW\"",
                "limit_by text \"BW_IOPS\"",
                "is_default flag false"),
            "groups",
            List.of("name! text", "gid integer", "s3_policies_ids list []"),
            "s3lifecyclerules",
            List.of("name! text", "view_id! integer", "enabled flag true"),
            "webhooks",
            List.of(
                "url! text", "name text", "method text \"POST\"", "data text", "enabled flag true"),
            "nativereplicationremotetargets",
            List.of(
                "name! text",
                "leading_vip! text",
                "pool_id! integer",
                "secure_mode text \"NONE\"",
                "transport_mode text \"TCP\""),
            "replicationtargets",
            List.of(
                "name! text",
                "type! text",
                "bucket_name! text",
                "access_key! text",
                "http_protocol! text"))
        .forEach(
            (name, fields) ->
                resources.put(
                    name,
                    new Records(
                        name, store, clock, Fields.of(name, fields.toArray(String[]::new)))));
  }

  /** What no record speaks of was never finished, or is gone already. */
  private static void clearStaging(Places places) {
    try (Stream<Path> left = Files.list(places.staging(""))) {
      left.filter(path -> !path.getFileName().toString().startsWith("exchange-"))
          .forEach(Trees::delete);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Answers a request to the management address. */
  public Answer answer(Call call) {
    return call.path().startsWith("/simulator/")
        ? front.guarded(call, control::answer)
        : front.faulty(call, router::answer);
  }

  /** Answers a request that others take, with the faults that wait for it. */
  public Answer faulty(Call call, java.util.function.Function<Call, Answer> inner) {
    return front.faulty(call, inner);
  }

  /** All that is served, as {@code METHOD /path/} with {@code {id}} for numbers. */
  public Set<String> served() {
    return router.served();
  }

  @Override
  public void close() {
    keeper.close();
    store.close();
  }
}
