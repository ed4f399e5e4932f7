package org.hevelius.simulator.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collections of numbered resources. What has been put is in the journal before anybody sees it.
 * Fields whose names begin with an underscore are the stand-in's own and are never shown.
 *
 * <p>All methods take the store's lock; hold it with {@link #locked} over what belongs together.
 */
public final class Store implements AutoCloseable {
  private static final String SEQUENCE = "_sequence";

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Map<Long, ObjectNode>> collections = new TreeMap<>();
  private final Map<String, Long> sequences = new TreeMap<>();
  private final Journal journal;

  private Store(Journal journal) {
    this.journal = journal;
  }

  /**
   * Opens what a file holds, or begins it.
   *
   * @throws IllegalStateException if the file is damaged other than by a write that broke off
   */
  public static Store open(Path file) {
    Journal journal = new Journal(file);
    Store store = new Store(journal);
    journal.read(store::apply);
    journal.rewrite(store.everything());
    return store;
  }

  private void apply(ArrayNode changes) {
    for (JsonNode change : changes) {
      String collection = Json.string(change, "c");
      long id = Json.number(change, "id");
      if (change.get("v") instanceof ObjectNode value) {
        collection(collection).put(id, value);
      } else if (!collection.equals(SEQUENCE)) {
        collection(collection).remove(id);
      }
      if (collection.equals(SEQUENCE)) {
        sequences.put(Json.string(change, "of"), id);
      } else {
        sequences.merge(collection, id, Math::max);
      }
    }
  }

  private List<ArrayNode> everything() {
    List<ArrayNode> lines = new ArrayList<>();
    sequences.forEach(
        (collection, last) ->
            lines.add(
                Json.array()
                    .add(Json.object().put("c", SEQUENCE).put("of", collection).put("id", last))));
    collections.forEach(
        (name, values) ->
            values.forEach((id, value) -> lines.add(Json.array().add(change(name, id, value)))));
    return lines;
  }

  private static ObjectNode change(String collection, long id, ObjectNode value) {
    return Json.object().put("c", collection).put("id", id).set("v", value);
  }

  private Map<Long, ObjectNode> collection(String name) {
    return collections.computeIfAbsent(name, _ -> new TreeMap<>());
  }

  /** Does something while nobody else reads or writes. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does something while nobody else reads or writes. */
  public void run(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** A number that no resource of the collection has or had. */
  public long nextId(String collection) {
    return locked(() -> sequences.merge(collection, 1L, Long::sum));
  }

  /** All of a collection by their numbers, to be read under the lock and not to be changed. */
  public Collection<ObjectNode> all(String collection) {
    return collection(collection).values();
  }

  /** A field of one resource as text; empty when there is none. */
  public String text(String collection, long id, String field) {
    return locked(
        () -> {
          ObjectNode found = collection(collection).get(id);
          return found == null ? "" : Json.string(found, field);
        });
  }

  /** A copy of one resource. */
  public Optional<ObjectNode> find(String collection, long id) {
    return locked(
        () -> Optional.ofNullable(collection(collection).get(id)).map(ObjectNode::deepCopy));
  }

  /**
   * A copy of one resource.
   *
   * @throws Refusal 404 when there is none
   */
  public ObjectNode get(String collection, long id) {
    return find(collection, id).orElseThrow(Refusal::notFound);
  }

  /** Keeps a resource under its number. */
  public void put(String collection, ObjectNode value) {
    run(
        () -> {
          long id = Json.number(value, "id");
          ObjectNode kept = value.deepCopy();
          journal.append(Json.array().add(change(collection, id, kept)));
          collection(collection).put(id, kept);
          sequences.merge(collection, id, Math::max);
        });
  }

  /** Keeps several resources, all or none of them. */
  public void putAll(String collection, List<ObjectNode> values) {
    run(
        () -> {
          ArrayNode changes = Json.array();
          values.forEach(
              value -> changes.add(change(collection, Json.number(value, "id"), value.deepCopy())));
          journal.append(changes);
          apply(changes);
        });
  }

  /** Drops a resource; its number is not given again. */
  public void remove(String collection, long id) {
    run(
        () -> {
          journal.append(Json.array().add(Json.object().put("c", collection).put("id", id)));
          collection(collection).remove(id);
        });
  }

  @Override
  public void close() {
    run(journal::close);
  }
}
