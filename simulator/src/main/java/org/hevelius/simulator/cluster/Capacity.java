package org.hevelius.simulator.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.files.UsageCache;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a path and the directories in it take. The published interface doesn't say in which form;
 * this one is the stand-in's own.
 */
public final class Capacity extends Resource {
  private final Places places;
  private final UsageCache usage;

  /** The capacity of all tenants. */
  public Capacity(Store store, SimulatedClock clock, Places places, UsageCache usage) {
    super("capacity", store, clock);
    this.places = places;
    this.usage = usage;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of("", Set.of("GET"));
  }

  /** The answer to a query. */
  public Outcome query(Query query, Caller caller) {
    ElementPath path = ElementPath.parse("path", query.first("path", "/"));
    ObjectNode asked = Json.object();
    String tenant = query.first("tenant_id", "");
    if (tenant.matches("\\d{1,9}")) {
      asked.put("tenant_id", Long.parseLong(tenant));
    }
    Path top = places.directory(caller.tenantOf(asked), path);
    ArrayNode details = Json.array();
    details.add(entry(path.text(), top));
    try (Stream<Path> entries = Files.list(top)) {
      List<Path> children =
          entries
              .filter(
                  child ->
                      Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                          && !child.endsWith(ElementPath.SNAPSHOT_DIR))
              .sorted()
              .toList();
      String prefix = path.text().equals("/") ? "/" : path.text() + "/";
      children.forEach(child -> details.add(entry(prefix + child.getFileName(), child)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectNode answer =
        Json.object()
            .put("time", clock.instant().toString())
            .put("sort_key", query.first("type", "usable"));
    answer.set("keys", Json.array().add("usable").add("unique").add("logical"));
    answer.set("details", details);
    return Outcome.ok(answer);
  }

  private ArrayNode entry(String path, Path real) {
    Trees.Usage used = usage.of(real);
    ObjectNode numbers = Json.object().put("inodes", used.inodes());
    numbers.set("data", Json.array().add(used.bytes()).add(used.bytes()).add(used.bytes()));
    return Json.array().add(path).add(numbers);
  }
}
