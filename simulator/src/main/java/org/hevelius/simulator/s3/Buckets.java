package org.hevelius.simulator.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** The files behind buckets and keys. Snapshots of directories above a bucket's are seen in it. */
final class Buckets {
  private static final String SNAPSHOTS = ElementPath.SNAPSHOT_DIR + "/";

  /** A directory or a file under its key; that of a directory ends with a slash. */
  record Entry(String key, Path real, boolean directory) {}

  private final Store store;
  private final Places places;

  Buckets(Store store, Places places) {
    this.store = store;
    this.places = places;
  }

  /** The names of all buckets. */
  List<String> names() {
    return store.locked(
        () ->
            store.all("views").stream()
                .map(view -> Json.string(view, "bucket"))
                .filter(bucket -> !bucket.isEmpty())
                .sorted()
                .toList());
  }

  /** The view of a bucket. */
  Optional<ObjectNode> view(String bucket) {
    return store.locked(
        () ->
            store.all("views").stream()
                .filter(view -> Json.string(view, "bucket").equals(bucket))
                .findFirst()
                .map(ObjectNode::deepCopy));
  }

  private static ElementPath path(ObjectNode resource) {
    return new ElementPath(Json.string(resource, "path"));
  }

  /** The trees of the snapshots that a bucket shows, by their names. */
  private Map<String, Path> snapshots(ObjectNode view) {
    Map<String, Path> trees = new TreeMap<>();
    long tenant = Json.number(view, "tenant_id");
    store.run(
        () ->
            store.all("snapshots").stream()
                .filter(
                    kept ->
                        Json.number(kept, "tenant_id") == tenant && path(kept).contains(path(view)))
                .sorted(Comparator.comparingInt(kept -> path(kept).text().length()))
                .forEach(
                    kept ->
                        trees.put(
                            Json.string(kept, "name"),
                            places
                                .snapshot(tenant, path(kept), Json.string(kept, "name"))
                                .resolve(path(kept).relative(path(view))))));
    return trees;
  }

  /** The file of a key; links are not followed. */
  Optional<Path> file(ObjectNode view, String key) {
    Path real;
    String rest = key;
    if (key.startsWith(SNAPSHOTS)) {
      String[] parts = key.split("/", 3);
      Path tree = parts.length < 3 ? null : snapshots(view).get(parts[1]);
      if (tree == null) {
        return Optional.empty();
      }
      real = tree;
      rest = parts[2];
    } else {
      real = top(view);
    }
    for (String part : rest.split("/", -1)) {
      if (part.isEmpty()
          || part.equals(".")
          || part.equals("..")
          || part.equals(ElementPath.SNAPSHOT_DIR)
          || part.indexOf('\0') >= 0
          || !Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      real = real.resolve(part);
    }
    return Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(real)
        : Optional.empty();
  }

  private Path top(ObjectNode view) {
    return places.real(Json.number(view, "tenant_id"), path(view));
  }

  /** What is in a bucket's root, or in the directory of snapshots, or in a directory. */
  List<Entry> children(ObjectNode view, Entry directory, String prefix) {
    if (directory.key().equals(SNAPSHOTS)) {
      return snapshots(view).entrySet().stream()
          .map(tree -> new Entry(SNAPSHOTS + tree.getKey() + "/", tree.getValue(), true))
          .toList();
    }
    List<Entry> all = new ArrayList<>();
    if (directory.key().isEmpty() && prefix.startsWith(ElementPath.SNAPSHOT_DIR)) {
      all.add(new Entry(SNAPSHOTS, directory.real(), true));
    }
    try (Stream<Path> entries = Files.list(directory.real())) {
      entries
          .filter(entry -> !entry.endsWith(ElementPath.SNAPSHOT_DIR))
          .forEach(
              entry -> {
                boolean isDirectory = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                if (isDirectory || Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                  String key = directory.key() + entry.getFileName();
                  all.add(new Entry(isDirectory ? key + "/" : key, entry, isDirectory));
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** The root of a bucket. */
  Entry root(ObjectNode view) {
    return new Entry("", top(view), true);
  }
}
