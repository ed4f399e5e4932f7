package org.hevelius.simulator.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** Directories: made, looked at, removed with everything in them. */
public final class Folders extends Resource {
  private final Places places;

  /** The directories of all tenants. */
  public Folders(Store store, SimulatedClock clock, Places places) {
    super("folders", store, clock);
    this.places = places;
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of(
        "create_folder",
        Set.of("POST"),
        "stat_path",
        Set.of("POST"),
        "delete_folder",
        Set.of("DELETE"));
  }

  @Override
  public Outcome word(String method, String word, ObjectNode body, Query query, Caller caller) {
    if (!served().getOrDefault(word, Set.of()).contains(method)) {
      throw Refusal.notFound();
    }
    if (!Json.has(body, "path")) {
      throw Refusal.field("path", "This field is required.");
    }
    ElementPath path = ElementPath.parse("path", Json.string(body, "path"));
    long tenant = caller.tenantOf(body);
    return switch (word) {
      case "create_folder" -> created(tenant, path);
      case "stat_path" -> Outcome.ok(stat(tenant, path));
      default -> deleted(tenant, path);
    };
  }

  private Outcome created(long tenant, ElementPath path) {
    Path real = places.real(tenant, path);
    if (Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusal.detail(400, "directory already exists");
    }
    try {
      Files.createDirectory(real);
    } catch (IOException _) {
      throw Refusal.detail(400, "no such directory");
    }
    return Outcome.ok(Json.object());
  }

  private ObjectNode stat(long tenant, ElementPath path) {
    Path real = places.real(tenant, path);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      long children = 0;
      if (attributes.isDirectory()) {
        try (Stream<Path> entries = Files.list(real)) {
          children = entries.filter(entry -> !entry.endsWith(ElementPath.SNAPSHOT_DIR)).count();
        }
      }
      return Json.object()
          .put("is_directory", attributes.isDirectory())
          .put("children", children)
          .put("owning_user", Files.getOwner(real).getName())
          .put("owning_uid", number(real, "unix:uid"))
          .put("owning_gid", number(real, "unix:gid"))
          .put("mtime", attributes.lastModifiedTime().toInstant().toString())
          .put("atime", attributes.lastAccessTime().toInstant().toString());
    } catch (IOException _) {
      throw Refusal.detail(400, "no such directory");
    }
  }

  private static long number(Path real, String attribute) throws IOException {
    return ((Number) Files.getAttribute(real, attribute)).longValue();
  }

  /**
   * What is protected by a snapshot or has views inside stays. The view of the directory itself is
   * no hindrance: clients remove the directory first and its view then.
   */
  private Outcome deleted(long tenant, ElementPath path) {
    Path going = places.staging("going-" + UUID.randomUUID());
    store.run(
        () -> {
          for (String collection : List.of(Views.NAME, "snapshots", "protectedpaths")) {
            boolean used =
                store.all(collection).stream()
                    .anyMatch(
                        kept ->
                            Json.number(kept, "tenant_id") == tenant
                                && path.contains(place(kept))
                                && !(collection.equals(Views.NAME) && path.equals(place(kept))));
            if (used || path.text().equals("/")) {
              throw Refusal.detail(
                  400, "directory " + path + " is in use by one of the " + collection);
            }
          }
          try {
            Files.move(places.directory(tenant, path), going);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Trees.delete(going);
    return Outcome.ok(Json.object());
  }

  private static ElementPath place(ObjectNode kept) {
    return new ElementPath(Json.string(kept, "path") + Json.string(kept, "source_dir"));
  }
}
