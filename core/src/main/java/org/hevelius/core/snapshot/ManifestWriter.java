package org.hevelius.core.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@link Manifest} documents. Optional fields without a value are left out. */
final class ManifestWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ManifestWriter() {}

  static byte[] write(Manifest manifest) {
    ObjectNode root = NODES.objectNode();
    root.put("manifest", Manifest.FORM);
    root.put("readableFrom", 1);
    root.put("written", manifest.written().toString());
    root.put("highestVersion", manifest.highestVersion());
    if (!manifest.home().isEmpty()) {
      root.put("home", manifest.home());
    }
    SourceSpec source = manifest.source();
    if (source != null) {
      root.put("source", source.toString());
    }
    root.set("dataset", dataset(manifest.dataset()));
    root.set("snapshot", snapshot(manifest.snapshot()));
    if (!manifest.counts().isEmpty()) {
      counts(root.putArray("captures"), manifest.counts());
    }
    String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode dataset(Dataset dataset) {
    ObjectNode node = NODES.objectNode();
    node.put("name", dataset.name().text());
    node.put("description", dataset.description());
    ArrayNode sources = node.putArray("sources");
    dataset.sources().forEach(source -> sources.add(source.toString()));
    ArrayNode excludes = node.putArray("excludes");
    dataset.excludes().forEach(excludes::add);
    node.put("created", dataset.created().toString());
    node.put("repository", dataset.repository());
    if (!dataset.tags().isEmpty()) {
      ArrayNode tags = node.putArray("tags");
      dataset.tags().forEach(tags::add);
    }
    return node;
  }

  private static void counts(ArrayNode node, List<CaptureCounts> counts) {
    for (CaptureCounts capture : counts) {
      ObjectNode entry = node.addObject();
      entry.put("source", capture.source().toString());
      entry.put("files", capture.files());
      entry.put("directories", capture.directories());
      entry.put("bytes", capture.bytes());
      entry.put("addedBytes", capture.addedBytes());
      entry.put("storedBytes", capture.storedBytes());
    }
  }

  private static ObjectNode snapshot(Snapshot snapshot) {
    ObjectNode node = NODES.objectNode();
    node.put("dataset", snapshot.dataset().text());
    node.put("version", snapshot.version());
    node.put("name", snapshot.name());
    put(node, "shortName", snapshot.shortName());
    node.put("description", snapshot.description());
    node.put("createdAt", snapshot.createdAt().toString());
    node.put("author", snapshot.author());
    node.put("host", snapshot.host());
    ObjectNode tags = node.putObject("tags");
    snapshot.tags().forEach(tags::put);
    put(node, "milestone", snapshot.milestone());
    node.put("kind", snapshot.kind().name());
    if (!snapshot.takenBy().isEmpty()) {
      ArrayNode takenBy = node.putArray("takenBy");
      snapshot.takenBy().forEach(by -> takenBy.add(by.toString()));
    }
    derivation(node, snapshot.derivation());
    holds(node.putArray("holds"), snapshot.holds());
    knownGood(node, snapshot.knownGood());
    knownBad(node, snapshot.knownBad());
    put(node, "expires", snapshot.expires());
    node.put("guarantee", snapshot.guarantee().name());
    git(node, snapshot.git());
    Long parent = snapshot.parentVersion();
    if (parent != null) {
      node.put("parentVersion", parent);
    }
    return node;
  }

  private static void derivation(ObjectNode node, Derivation derivation) {
    if (!derivation.isEmpty()) {
      ArrayNode ancestors = node.putArray("derivedFrom");
      derivation.ancestors().forEach(ancestor -> ancestors.add(ancestor.toString()));
      node.put("derivedBy", derivation.by());
    }
  }

  private static void holds(ArrayNode node, List<Hold> holds) {
    for (Hold hold : holds) {
      ObjectNode entry = node.addObject();
      entry.put("kind", hold.kind().name());
      entry.put("reason", hold.reason());
      entry.put("by", hold.by());
      entry.put("since", hold.since().toString());
    }
  }

  private static void knownGood(ObjectNode node, @Nullable KnownGood good) {
    if (good != null) {
      ObjectNode entry = node.putObject("knownGood");
      entry.put("by", good.by());
      entry.put("since", good.since().toString());
      entry.put("note", good.note());
    }
  }

  private static void knownBad(ObjectNode node, @Nullable KnownBad bad) {
    if (bad != null) {
      ObjectNode entry = node.putObject("knownBad");
      entry.put("by", bad.by());
      entry.put("since", bad.since().toString());
      entry.put("note", bad.note());
    }
  }

  private static void git(ObjectNode node, @Nullable GitState git) {
    if (git != null) {
      ObjectNode entry = node.putObject("git");
      entry.put("commit", git.commit());
      put(entry, "branch", git.branch());
      entry.put("dirtyFiles", git.dirtyFiles());
      put(entry, "remote", git.remote());
    }
  }

  private static void put(ObjectNode node, String field, @Nullable Object value) {
    if (value != null) {
      node.put(field, value.toString());
    }
  }
}
